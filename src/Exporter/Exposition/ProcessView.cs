using System.Globalization;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Exporter.Exposition;

/// <summary>Writes the families of processes and the rest that is not shown. One thread.</summary>
internal sealed class ProcessView : IDisposable
{
    private readonly SeriesTable<EnergySeries> _series = new();

    /// <summary>Writes the families.</summary>
    /// <param name="writer">The text.</param>
    /// <param name="report">The report.</param>
    public void Write(ref ExpositionWriter writer, PowerReport report)
    {
        Gather(report);
        EnergyFamilies.WriteActive(ref writer, MetricCatalog.ProcessEnergy, report, _series);
        EnergyFamilies.WritePower(ref writer, MetricCatalog.ProcessPower, report, _series);
        EnergyFamilies.WriteTotal(ref writer, MetricCatalog.ProcessOther, report, report.ProcessOther.Cumulative);
    }

    /// <inheritdoc/>
    public void Dispose() => _series.Dispose();

    private void Gather(PowerReport report)
    {
        Span<char> pid = stackalloc char[16];
        _series.Clear();
        foreach (var row in report.Processes)
        {
            row.Process.Key.Pid.TryFormat(pid, out var length, default, CultureInfo.InvariantCulture);
            _series.Label("pid"u8, pid[..length]);
            _series.Label("command"u8, row.Process.Command);
            _series.Label("vm"u8, row.Process.OwnerVm?.Name);
            _series.Label("container_id"u8, ContainerView.ShortId(row.Process.Container));
            _series.Commit(out _).Add(row.Active, default, ended: false);
        }
    }
}
