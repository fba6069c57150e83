using System.Text;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Exporter.Exposition;

/// <summary>Writes the idle floors: the figure, how much it stands on, and how old that is.</summary>
internal static class IdleFloorView
{
    private static readonly byte[][] Sources =
        Array.ConvertAll(Enum.GetValues<IdleFloorSource>(), source => Encoding.UTF8.GetBytes($"source=\"{SourceName(source)}\""));

    /// <summary>The value of the label <c>source</c>.</summary>
    /// <param name="source">Where a floor is from.</param>
    /// <returns>A lower-case word, constant for ever.</returns>
    public static string SourceName(IdleFloorSource source) => source switch
    {
        IdleFloorSource.Learned => "learned",
        IdleFloorSource.Configured => "configured",
        IdleFloorSource.Stated => "stated",
        _ => "unknown",
    };

    /// <summary>Writes the families. A floor that is not known is absent, which is not 0.</summary>
    /// <param name="writer">The text.</param>
    /// <param name="report">The report.</param>
    public static void Write(ref ExpositionWriter writer, PowerReport report)
    {
        writer.Family(MetricCatalog.IdleFloor);
        foreach (var row in report.IdleFloors)
        {
            if (row.Source == IdleFloorSource.Unknown) continue;
            writer.Sample();
            writer.Labels(ComponentLabels.Of(row.Component));
            writer.Labels(Sources[(int)row.Source]);
            writer.Number(row.Microwatts / 1e6);
        }

        writer.Family(MetricCatalog.IdleFloorObserved);
        foreach (var row in report.IdleFloors) WriteSeconds(ref writer, row, row.ObservedSeconds);
        writer.Family(MetricCatalog.IdleFloorAge);
        foreach (var row in report.IdleFloors) WriteSeconds(ref writer, row, row.Age(report.WallTime)?.TotalSeconds);
    }

    private static void WriteSeconds(ref ExpositionWriter writer, IdleFloorRow row, double? seconds)
    {
        if (seconds is not { } value) return;
        writer.Sample();
        writer.Labels(ComponentLabels.Of(row.Component));
        writer.Number(value);
    }
}
