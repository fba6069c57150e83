using System.Globalization;
using System.Text;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Exporter.Exposition;

/// <summary>Writes the families of virtual machines. Machines of one name without a uuid are one series. One thread.</summary>
internal sealed class VmView : IDisposable
{
    /// <summary>The name of the series that sums what was retired.</summary>
    public const string EndedName = "(ended)";

    private static readonly byte[][] Roles =
        [.. VmRoles.All.ToArray().Select(role => Encoding.UTF8.GetBytes($"role=\"{VmRoles.Name(role)}\""))];

    private readonly SeriesTable<EnergySeries> _series = new();

    /// <summary>Writes the families.</summary>
    /// <param name="writer">The text.</param>
    /// <param name="report">The report.</param>
    public void Write(ref ExpositionWriter writer, PowerReport report)
    {
        Gather(report);
        EnergyFamilies.WriteModes(ref writer, MetricCatalog.VmEnergy, report, _series);
        EnergyFamilies.WritePower(ref writer, MetricCatalog.VmPower, report, _series);
        UncertaintyFamilies.Write(ref writer, MetricCatalog.VmUncertainty, report, _series);
        WriteCpu(ref writer);
        WriteInfo(ref writer, report);
    }

    /// <inheritdoc/>
    public void Dispose() => _series.Dispose();

    private void Gather(PowerReport report)
    {
        _series.Clear();
        for (var i = 0; i < report.Vms.Length; i++)
        {
            var row = report.Vms[i];
            _series.Label("vm"u8, row.Vm?.Name ?? EndedName);
            _series.Label("uuid"u8, row.Vm?.Uuid);
            ref var series = ref _series.Commit(out var isNew);
            series.Add(row.Active, row.Idle, row.Ended || row.Vm is null);
            UncertaintyFamilies.Add(ref series, row.Uncertainty, isNew);
            series.CpuTimes.Add(row.CpuTimes);
            if (isNew) series.InfoRow = -1;
            if (row.Vm is not null && (series.InfoRow < 0 || report.Vms[series.InfoRow].Ended)) series.InfoRow = i;
        }
    }

    /// <summary>A role that was never seen has no series.</summary>
    private void WriteCpu(ref ExpositionWriter writer)
    {
        writer.Family(MetricCatalog.VmCpu);
        for (var i = 0; i < _series.Count; i++)
        {
            foreach (var role in VmRoles.All)
            {
                if (_series[i].CpuTimes[role] is not { } nanoseconds) continue;
                writer.Sample();
                writer.Labels(_series.Labels(i));
                writer.Labels(Roles[(int)role]);
                writer.Seconds(nanoseconds);
            }
        }
    }

    private void WriteInfo(ref ExpositionWriter writer, PowerReport report)
    {
        writer.Family(MetricCatalog.VmInfo);
        for (var i = 0; i < _series.Count; i++)
        {
            if (_series[i].InfoRow < 0) continue;
            writer.Sample();
            writer.Labels(_series.Labels(i));
            WriteDetails(ref writer, report.Vms[_series[i].InfoRow].Vm!);
            writer.Integer(1);
        }
    }

    private static void WriteDetails(ref ExpositionWriter writer, VmInfo vm)
    {
        Span<char> digits = stackalloc char[16];
        writer.Label("hypervisor"u8, vm.Hypervisor);
        vm.Vcpus.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        writer.Label("vcpus"u8, vm.Vcpus > 0 ? digits[..length] : default);
        vm.Process.Pid.TryFormat(digits, out length, default, CultureInfo.InvariantCulture);
        writer.Label("pid"u8, digits[..length]);
        writer.Label("container"u8, vm.Container?.Name);
        writer.Label("container_id"u8, ContainerView.ShortId(vm.Container));
        writer.Label("namespace"u8, vm.Container?.Namespace);
        writer.Label("pod"u8, vm.Container?.Pod);
    }
}
