using Wattshare.Attribution.Model;

namespace Wattshare.Exporter.Sensors;

/// <summary>What findings mean together.</summary>
internal static class SensorFindings
{
    /// <summary>
    /// Whether a running exporter tells of a finding as something missing. A sensor that is not there at all is missed only where nothing
    /// else measures; <c>wattshare check</c> tells it in any case.
    /// </summary>
    /// <param name="finding">One of the findings.</param>
    /// <param name="all">All of them.</param>
    /// <returns>True when an operator may want to mend it.</returns>
    public static bool IsMissed(SensorFinding finding, IReadOnlyList<SensorFinding> all) =>
        finding.Outcome != ReadOutcome.Ok
        && (finding.Zone.Length > 0 || !all.Any(static other => other is { Outcome: ReadOutcome.Ok, CountsAs: not null, Method: not MeasurementMethod.Model }));
}
