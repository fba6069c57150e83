using System.Globalization;
using Wattshare.Attribution.Model;
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
        _series.Clear();
        foreach (var row in report.Processes)
        {
            if (!_series.Knows(row.Process)) Describe(row.Process);
            _series.Commit(out _).Add(row.Active, default, ended: false);
        }
    }

    private void Describe(ProcessInfo process)
    {
        Span<char> pid = stackalloc char[16];
        process.Key.Pid.TryFormat(pid, out var length, default, CultureInfo.InvariantCulture);
        _series.Label("pid"u8, pid[..length]);
        _series.Label("command"u8, process.Command);
        _series.Label("vm"u8, process.OwnerVm?.Name);
        _series.Label("container_id"u8, ContainerView.ShortId(process.Container));
    }
}
