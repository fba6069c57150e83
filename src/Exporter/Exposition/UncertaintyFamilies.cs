using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Exporter.Exposition;

/// <summary>Writes how far cumulative energies may be off: for each measured component a random and a systematic part.</summary>
internal static class UncertaintyFamilies
{
    /// <summary>Gathers a row of a series.</summary>
    /// <param name="series">The series.</param>
    /// <param name="uncertainty">That of the row.</param>
    /// <param name="isFirst">True for the first row of the series, which nearly always is the only one: its figures are taken as they are.</param>
    public static void Add(ref EnergySeries series, in EnergyUncertainty uncertainty, bool isFirst) =>
        series.Uncertainty = isFirst ? uncertainty : EnergyUncertainty.Combine(series.Uncertainty, uncertainty);

    /// <summary>Writes the family of the host.</summary>
    /// <param name="writer">The text.</param>
    /// <param name="family">The family.</param>
    /// <param name="report">The report.</param>
    public static void Write(ref ExpositionWriter writer, MetricFamily family, PowerReport report)
    {
        writer.Family(family);
        Write(ref writer, report.Measured, default, report.HostUncertainty);
    }

    /// <summary>Writes the family of VMs or containers.</summary>
    /// <param name="writer">The text.</param>
    /// <param name="family">The family.</param>
    /// <param name="report">The report.</param>
    /// <param name="series">The series.</param>
    public static void Write(ref ExpositionWriter writer, MetricFamily family, PowerReport report, SeriesTable<EnergySeries> series)
    {
        writer.Family(family);
        for (var i = 0; i < series.Count; i++) Write(ref writer, report.Measured, series.Labels(i), series[i].Uncertainty);
    }

    private static void Write(
        ref ExpositionWriter writer, ComponentSet measured, ReadOnlySpan<byte> identity, in EnergyUncertainty uncertainty)
    {
        foreach (var component in Components.All)
        {
            if (!measured.Contains(component)) continue;
            WriteJoules(ref writer, identity, ComponentLabels.Random(component), uncertainty.Random[component]);
            WriteJoules(ref writer, identity, ComponentLabels.Systematic(component), uncertainty.Systematic[component]);
        }
    }

    private static void WriteJoules(ref ExpositionWriter writer, ReadOnlySpan<byte> identity, ReadOnlySpan<byte> rest, long microjoules)
    {
        writer.Sample();
        if (!identity.IsEmpty) writer.Labels(identity);
        writer.Labels(rest);
        writer.Joules(microjoules);
    }
}
