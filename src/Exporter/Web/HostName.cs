using System.Net;

namespace Wattshare.Exporter.Web;

/// <summary>What a request calls the host that it asks (RFC 9110, 7.2): the header <c>Host</c>, or <c>:authority</c> of HTTP/2.</summary>
internal static class HostName
{
    /// <summary>Tells whether a name can only mean the machine of who asks.</summary>
    /// <param name="host">A name or an address, IPv6 in brackets, with a port or without.</param>
    /// <returns>True for <c>localhost</c>, for a loopback address, and for no name at all, which browsers never send.</returns>
    public static bool IsLoopback(ReadOnlySpan<char> host)
    {
        if (host.IsEmpty) return true;
        if (!TryDropPort(ref host)) return false;
        if (host is ['[', .. var inside, ']']) return inside.Contains(':') && IsLoopbackAddress(inside);
        if (host is [.. var relative, '.']) host = relative;

        // What nearly everybody sends is known without making an address of it.
        return host.SequenceEqual("127.0.0.1") || host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (!host.Contains(':') && IsLoopbackAddress(host));
    }

    private static bool TryDropPort(ref ReadOnlySpan<char> host)
    {
        var colon = host.LastIndexOf(':');
        if (colon < 0 || colon < host.LastIndexOf(']')) return true;
        var isPort = !host[(colon + 1)..].ContainsAnyExceptInRange('0', '9');
        host = host[..colon];
        return isPort;
    }

    private static bool IsLoopbackAddress(ReadOnlySpan<char> text) => IPAddress.TryParse(text, out var address) && IPAddress.IsLoopback(address);
}
