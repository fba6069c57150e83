using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Exporter.Exposition;

/// <summary>Writes the energy and power families, by the rules that are the same for host, VMs, containers and processes.</summary>
internal static class EnergyFamilies
{
    /// <summary>One counter per measured component; a component that was never measured is absent.</summary>
    /// <param name="writer">The text.</param>
    /// <param name="family">The family.</param>
    /// <param name="report">The report.</param>
    /// <param name="energy">The energy in microjoules.</param>
    public static void WriteTotal(
        ref ExpositionWriter writer, MetricFamily family, PowerReport report, in ComponentEnergy energy)
    {
        writer.Family(family);
        foreach (var component in Components.All)
        {
            if (!report.Measured.Contains(component)) continue;
            writer.Sample();
            writer.Labels(ComponentLabels.Of(component));
            writer.Joules(energy[component]);
        }
    }

    /// <summary>One counter per series, measured component and mode.</summary>
    /// <param name="writer">The text.</param>
    /// <param name="family">The family.</param>
    /// <param name="report">The report.</param>
    /// <param name="series">The series.</param>
    public static void WriteModes(
        ref ExpositionWriter writer, MetricFamily family, PowerReport report, SeriesTable<EnergySeries> series)
    {
        writer.Family(family);
        for (var i = 0; i < series.Count; i++)
        {
            foreach (var component in Components.All)
            {
                if (!report.Measured.Contains(component)) continue;
                WriteJoules(ref writer, series.Labels(i), ComponentLabels.Active(component), series[i].Active[component]);
                WriteJoules(ref writer, series.Labels(i), ComponentLabels.Idle(component), series[i].Idle[component]);
            }
        }
    }

    /// <summary>One counter of active energy per series and measured component.</summary>
    /// <param name="writer">The text.</param>
    /// <param name="family">The family.</param>
    /// <param name="report">The report.</param>
    /// <param name="series">The series.</param>
    public static void WriteActive(
        ref ExpositionWriter writer, MetricFamily family, PowerReport report, SeriesTable<EnergySeries> series)
    {
        writer.Family(family);
        for (var i = 0; i < series.Count; i++)
        {
            foreach (var component in Components.All)
            {
                if (!report.Measured.Contains(component)) continue;
                WriteJoules(ref writer, series.Labels(i), ComponentLabels.Of(component), series[i].Active[component]);
            }
        }
    }

    /// <summary>The power of the host by live component; nothing before the first complete interval.</summary>
    /// <param name="writer">The text.</param>
    /// <param name="family">The family.</param>
    /// <param name="report">The report.</param>
    /// <param name="lastInterval">The energy of the last interval in microjoules.</param>
    public static void WritePower(
        ref ExpositionWriter writer, MetricFamily family, PowerReport report, in ComponentEnergy lastInterval)
    {
        if (report.Intervals <= 0) return;
        writer.Family(family);
        foreach (var component in Components.All)
        {
            if (!report.Live.Contains(component)) continue;
            writer.Sample();
            writer.Labels(ComponentLabels.Of(component));
            writer.Number(report.Watts(lastInterval[component]));
        }
    }

    /// <summary>The power of each series that has one, by live component; nothing before the first complete interval.</summary>
    /// <param name="writer">The text.</param>
    /// <param name="family">The family.</param>
    /// <param name="report">The report.</param>
    /// <param name="series">The series.</param>
    public static void WritePower(
        ref ExpositionWriter writer, MetricFamily family, PowerReport report, SeriesTable<EnergySeries> series)
    {
        if (report.Intervals <= 0) return;
        writer.Family(family);
        for (var i = 0; i < series.Count; i++)
        {
            if (!series[i].HasPower) continue;
            foreach (var component in Components.All)
            {
                if (!report.Live.Contains(component)) continue;
                writer.Sample();
                writer.Labels(series.Labels(i));
                writer.Labels(ComponentLabels.Of(component));
                writer.Number(report.Watts(series[i].LastInterval[component]));
            }
        }
    }

    private static void WriteJoules(
        ref ExpositionWriter writer, ReadOnlySpan<byte> identity, ReadOnlySpan<byte> rest, long microjoules)
    {
        writer.Sample();
        writer.Labels(identity);
        writer.Labels(rest);
        writer.Joules(microjoules);
    }
}
