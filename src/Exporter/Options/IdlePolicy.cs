namespace Wattshare.Exporter.Options;

/// <summary>The values of <c>--attribution.idle</c> that this version has.</summary>
internal enum IdlePolicy
{
    /// <summary>All idle energy stays with the host.</summary>
    Separate,
}
