namespace Wattshare.Exporter.Web;

/// <summary>Which interfaces are listened on.</summary>
internal enum ListenKind
{
    /// <summary>One address.</summary>
    Address,

    /// <summary>All interfaces, IPv4 and IPv6.</summary>
    Any,

    /// <summary>The loopback interface, IPv4 and IPv6.</summary>
    Localhost,
}
