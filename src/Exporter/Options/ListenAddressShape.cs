using System.Globalization;

namespace Wattshare.Exporter.Options;

/// <summary>Checks the shape of an address to listen on. Whether it can be listened on shows only when that is tried.</summary>
internal static class ListenAddressShape
{
    /// <summary>Tells whether text is <c>HOST:PORT</c>, <c>[IPV6]:PORT</c> or <c>:PORT</c>.</summary>
    /// <param name="text">The text.</param>
    /// <returns>True when it is; a port of 0 (any free one) is allowed.</returns>
    public static bool IsValid(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0) return false;
        return ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _) && IsHost(text[..colon]);
    }

    private static bool IsHost(string host)
    {
        if (host.Length == 0) return true;
        if (host is ['[', .. var inner, ']']) return Uri.CheckHostName(inner) == UriHostNameType.IPv6;
        return Uri.CheckHostName(host) is UriHostNameType.IPv4 or UriHostNameType.Dns;
    }
}
