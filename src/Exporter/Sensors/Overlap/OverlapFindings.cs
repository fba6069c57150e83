using Wattshare.Attribution.Model;

namespace Wattshare.Exporter.Sensors.Overlap;

/// <summary>Says of zones whose energy another sensor counts that this is so. Safe for any number of threads.</summary>
internal static class OverlapFindings
{
    /// <summary>Applies the rule of <see cref="CountedOnce"/> to what there is at present.</summary>
    /// <param name="findings">The findings of all sensors in the order of preference.</param>
    /// <returns>The same findings; duplicates are no longer counted.</returns>
    public static SensorFinding[] Settle(IReadOnlyList<SensorFinding> findings)
    {
        var settled = new List<SensorFinding>();
        foreach (var finding in findings) settled.Add(settled.Find(counted => IsSame(counted, finding)) is { } other ? Shown(finding, other) : finding);
        return [.. settled];
    }

    private static bool IsSame(SensorFinding counted, SensorFinding finding) =>
        counted is { Outcome: ReadOutcome.Ok, CountsAs: { } component, About: { } one }
        && finding is { Outcome: ReadOutcome.Ok, About: { } other }
        && finding.CountsAs == component && one.Sensor != other.Sensor && SameEnergy.IsIn(one, other);

    private static SensorFinding Shown(SensorFinding finding, SensorFinding counted) => finding with
    {
        CountsAs = null,
        Message = $"The same energy as {counted.Sensor} {counted.Zone}, which is counted: shown, not counted.",
        Fix = "",
    };
}
