using Wattshare.Attribution.Model;
using Wattshare.VmShare.Documents;

namespace Wattshare.Exporter.Sensors.Share;

/// <summary>
/// How sure the energy of the share is, as the host tells it. Both figures are rounded, so that the description of a zone does not change
/// with every heartbeat; the document may have been written by anybody, so both are bounded.
/// </summary>
internal static class ShareCertainty
{
    /// <summary>The interval of a host that tells none, in nanoseconds.</summary>
    public const long UsualInterval = 1_000_000_000;

    private const double NanosecondsPerTenth = 1e8;
    private const double MostSeconds = 60;

    /// <summary>How often the counter is renewed.</summary>
    /// <param name="document">What the host tells, or null.</param>
    /// <returns>Nanoseconds, in steps of 0.1 s, up to a minute.</returns>
    public static long IntervalOf(ShareDocument? document)
    {
        if (document is not { IntervalSeconds: > 0 }) return UsualInterval;
        var tenths = Math.Ceiling(Math.Min(document.IntervalSeconds, MostSeconds) * 10 - 0.05);
        return (long)(Math.Max(1, tenths) * NanosecondsPerTenth);
    }

    /// <summary>The relative standard uncertainty of the energy so far.</summary>
    /// <param name="document">What the host tells, or null.</param>
    /// <param name="component">The component.</param>
    /// <returns>A multiple of 0.01, at least that and at most 1; null where the host does not tell.</returns>
    public static double? RelativeOf(ShareDocument? document, Component component)
    {
        if (document is null || document.Uncertainty.Systematic[component] <= 0) return null;
        var energy = (double)document.Active[component] + document.Idle[component];
        return energy > 0 ? Math.Clamp(Math.Round(document.Uncertainty.Systematic[component] / energy, 2), 0.01, 1) : null;
    }
}
