using System.Text;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Exporter.Exposition;

/// <summary>Writes the families of the host as a whole.</summary>
internal static class HostView
{
    private static readonly byte[][] Reasons =
        Array.ConvertAll(Enum.GetValues<UnattributedReason>(), reason => Encoding.UTF8.GetBytes($"reason=\"{ReasonName(reason)}\""));

    /// <summary>The value of the label <c>reason</c>.</summary>
    /// <param name="reason">A defined reason.</param>
    /// <returns>A lower-case word, constant for ever.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The reason is not a defined one.</exception>
    public static string ReasonName(UnattributedReason reason) => reason switch
    {
        UnattributedReason.Interrupt => "interrupt",
        UnattributedReason.Skew => "skew",
        UnattributedReason.NoUsage => "no_usage",
        UnattributedReason.Fault => "fault",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };

    /// <summary>Writes the families.</summary>
    /// <param name="writer">The text.</param>
    /// <param name="report">The report.</param>
    public static void Write(ref ExpositionWriter writer, PowerReport report)
    {
        EnergyFamilies.WriteTotal(ref writer, MetricCatalog.HostEnergy, report, report.Host.Cumulative);
        EnergyFamilies.WritePower(ref writer, MetricCatalog.HostPower, report, report.Host.LastInterval);
        UncertaintyFamilies.Write(ref writer, MetricCatalog.HostUncertainty, report);
        HostPowerView.Write(ref writer, report);
        EnergyFamilies.WriteTotal(ref writer, MetricCatalog.IdleEnergy, report, report.Idle.Cumulative);
        IdleFloorView.Write(ref writer, report);
        WriteRules(ref writer, report);
        WriteUnattributed(ref writer, report);
        EnergyFamilies.WriteTotal(ref writer, MetricCatalog.SystemEnergy, report, report.System.Cumulative);
    }

    private static void WriteRules(ref ExpositionWriter writer, PowerReport report)
    {
        writer.Family(MetricCatalog.AttributionInfo);
        foreach (var row in report.Attribution)
        {
            writer.Sample();
            writer.Labels(ComponentLabels.Of(row.Component));
            writer.Labels(AttributionLabels.Of(row.Active));
            writer.Labels(AttributionLabels.Of(row.Idle));
            writer.Integer(1);
        }
    }

    private static void WriteUnattributed(ref ExpositionWriter writer, PowerReport report)
    {
        writer.Family(MetricCatalog.UnattributedEnergy);
        foreach (var row in report.Unattributed)
        {
            foreach (var component in Components.All)
            {
                if (!report.Measured.Contains(component)) continue;
                writer.Sample();
                writer.Labels(ComponentLabels.Of(component));
                writer.Labels(Reasons[(int)row.Reason]);
                writer.Joules(row.Energy.Cumulative[component]);
            }
        }
    }
}
