using Wattshare.Attribution.Model;
using Wattshare.Exporter.Sensors;

namespace Wattshare.Exporter.Commands;

/// <summary>What the findings of all sensors come to.</summary>
/// <param name="Measured">The components that a counter or a power meter is counted for, in the order of their values.</param>
/// <param name="Modelled">The components that only the model is counted for.</param>
internal sealed record CheckVerdict(IReadOnlyList<string> Measured, IReadOnlyList<string> Modelled)
{
    /// <summary>True when something is measured.</summary>
    public bool HasCounter => Measured.Count > 0;

    /// <summary>Judges findings.</summary>
    /// <param name="findings">What the sensors say.</param>
    /// <returns>The verdict.</returns>
    public static CheckVerdict Of(IEnumerable<SensorFinding> findings)
    {
        var counted = findings.Where(finding => finding is { Outcome: ReadOutcome.Ok, CountsAs: not null }).ToLookup(finding => finding.Method == MeasurementMethod.Model);
        var measured = Names(counted[false]);
        return new CheckVerdict(measured, [.. Names(counted[true]).Except(measured)]);
    }

    /// <summary>The verdict as the last line of the report.</summary>
    /// <returns>One sentence or two.</returns>
    public string Sentence()
    {
        if (Measured.Count == 0 && Modelled.Count == 0) return "Nothing can be measured here, and there is no model to fall back to.";
        if (Measured.Count == 0) return $"No counter is readable. Only modelled, not measured: {string.Join(", ", Modelled)}.";
        var modelled = Modelled.Count == 0 ? "" : $" Only modelled: {string.Join(", ", Modelled)}.";
        return $"Measured by hardware: {string.Join(", ", Measured)}.{modelled}";
    }

    private static string[] Names(IEnumerable<SensorFinding> findings) =>
        [.. findings.Select(finding => finding.CountsAs!.Value).Distinct().Order().Select(Components.Name)];
}
