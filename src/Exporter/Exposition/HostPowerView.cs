using Wattshare.Attribution.Reporting;

namespace Wattshare.Exporter.Exposition;

/// <summary>Writes the extremes and the distribution of the host's power, which are finer than the sampling interval.</summary>
internal static class HostPowerView
{
    /// <summary>Writes the families.</summary>
    /// <param name="writer">The text.</param>
    /// <param name="report">The report.</param>
    public static void Write(ref ExpositionWriter writer, PowerReport report)
    {
        writer.Family(MetricCatalog.HostPowerPeak);
        foreach (var row in report.Power) WriteWatts(ref writer, row, row.PeakMicrowatts);
        writer.Family(MetricCatalog.HostPowerLow);
        foreach (var row in report.Power) WriteWatts(ref writer, row, row.LowMicrowatts);
        writer.Family(MetricCatalog.HostPowerDistribution);
        foreach (var row in report.Power) WriteDistribution(ref writer, row);
    }

    /// <summary>Without a step in the window there is no extreme, which is not 0.</summary>
    private static void WriteWatts(ref ExpositionWriter writer, PowerRow row, long? microwatts)
    {
        if (microwatts is not { } value) return;
        writer.Sample();
        writer.Labels(ComponentLabels.Of(row.Component));
        writer.Number(value / 1e6);
    }

    private static void WriteDistribution(ref ExpositionWriter writer, PowerRow row)
    {
        var bounds = PowerDistribution.BoundsMicrowatts;
        var counts = row.Distribution.Counts;
        var cumulative = 0L;
        for (var i = 0; i < counts.Length; i++)
        {
            cumulative += counts[i];
            writer.Sample("_bucket"u8);
            writer.Labels(ComponentLabels.Of(row.Component));
            writer.Bound(i < bounds.Length ? bounds[i] * 1_000 : null);
            writer.Integer(cumulative);
        }

        writer.Sample("_sum"u8);
        writer.Labels(ComponentLabels.Of(row.Component));
        writer.Thousandths(row.Distribution.SumMilliwatts);
        writer.Sample("_count"u8);
        writer.Labels(ComponentLabels.Of(row.Component));
        writer.Integer(row.Distribution.Count);
    }
}
