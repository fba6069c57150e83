using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Wattshare.Exporter.Web;

/// <summary>One value of <c>--web.listen-address</c>.</summary>
/// <param name="Kind">Which interfaces.</param>
/// <param name="Address">The address when <paramref name="Kind"/> is <see cref="ListenKind.Address"/>, else null.</param>
/// <param name="Port">The port; 0 lets the kernel choose.</param>
internal sealed record ListenAddress(ListenKind Kind, IPAddress? Address, int Port)
{
    /// <summary>Whether only this machine reaches it.</summary>
    public bool IsLoopback => Kind == ListenKind.Localhost || (Address is { } one && IPAddress.IsLoopback(one));

    /// <summary>Parses <c>127.0.0.1:19288</c>, <c>[::1]:19288</c>, <c>:19288</c> (all interfaces) or <c>localhost:19288</c>.</summary>
    /// <param name="text">The text given by the operator.</param>
    /// <param name="address">The address, or null.</param>
    /// <param name="error">What is wrong with the text, as one clause, or null.</param>
    /// <returns>True when the text is an address to listen on.</returns>
    public static bool TryParse(string text, out ListenAddress? address, out string? error)
    {
        address = null;
        var colon = text.LastIndexOf(':');
        if (colon < 0)
        {
            error = $"'{text}' has no port: write ADDRESS:PORT, or :PORT for all interfaces";
            return false;
        }

        if (!TryParsePort(text.AsSpan(colon + 1), out var port))
        {
            error = $"'{text}' has no valid port after the last colon: it must be a number from 0 to 65535";
            return false;
        }

        address = ParseHost(text[..colon], port);
        error = address is not null ? null : DescribeHost(text, text[..colon]);
        return address is not null;
    }

    /// <summary>The address as an operator writes it.</summary>
    /// <returns>For example <c>127.0.0.1:19288</c>.</returns>
    public override string ToString() => Kind switch
    {
        ListenKind.Any => string.Create(CultureInfo.InvariantCulture, $":{Port}"),
        ListenKind.Localhost => string.Create(CultureInfo.InvariantCulture, $"localhost:{Port}"),
        _ => new IPEndPoint(Address!, Port).ToString(),
    };

    private static bool TryParsePort(ReadOnlySpan<char> text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= IPEndPoint.MaxPort;

    private static ListenAddress? ParseHost(string host, int port)
    {
        if (host.Length == 0) return new ListenAddress(ListenKind.Any, null, port);
        if (host == "localhost") return new ListenAddress(ListenKind.Localhost, null, port);
        var bracketed = host.StartsWith('[') && host.EndsWith(']');
        if (!IPAddress.TryParse(bracketed ? host[1..^1] : host, out var ip)) return null;

        // A bare IPv6 address is ambiguous before a port, and the short forms of IPv4 (127.1) are more often a slip than meant.
        var isV6 = ip.AddressFamily == AddressFamily.InterNetworkV6;
        if (isV6 != bracketed || (!isV6 && ip.ToString() != host)) return null;
        return new ListenAddress(ListenKind.Address, ip, port);
    }

    private static string DescribeHost(string text, string host)
    {
        if (host.Contains(':', StringComparison.Ordinal) && !host.StartsWith('['))
            return $"'{text}' is ambiguous: write an IPv6 address in brackets, for example [::1]:19288";
        return $"'{text}' names a host: write an IP address, localhost, or nothing before the colon for all interfaces";
    }
}
