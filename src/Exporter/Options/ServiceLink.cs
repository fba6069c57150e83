using System.Text.RegularExpressions;

namespace Wattshare.Exporter.Options;

/// <summary>
/// Variables that Kubernetes puts into every container for each service of its namespace. A service named wattshare makes
/// <c>WATTSHARE_SERVICE_HOST</c>, <c>WATTSHARE_PORT_19288_TCP_ADDR</c> and more; they are not options, and nobody mistyped them.
/// https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
/// </summary>
internal static partial class ServiceLink
{
    /// <summary>Tells whether a variable has the name of a service link.</summary>
    /// <param name="name">The name.</param>
    /// <returns>True when it has.</returns>
    public static bool Is(string name) => Pattern().IsMatch(name);

    [GeneratedRegex("_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
