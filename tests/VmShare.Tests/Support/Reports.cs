using System.Collections.Immutable;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;

namespace Wattshare.VmShare.Tests.Support;

/// <summary>Reports with just what the share reads.</summary>
internal static class Reports
{
    private static long _sequence;

    public static ComponentSet CpuAndDram { get; } = ComponentSet.None.With(Component.Cpu).With(Component.Dram);

    public static ComponentSet CpuOnly { get; } = ComponentSet.None.With(Component.Cpu);

    public static VmInfo Vm(string name, string uuid = "") => new()
    {
        Key = uuid.Length > 0 ? "uuid:" + uuid : "name:" + name,
        Name = name,
        Uuid = uuid,
        Hypervisor = "qemu",
        Process = new ProcessKey(100, 1),
    };

    public static VmRow Row(VmInfo vm, long cpu, long dram = 0, long idle = 0, bool ended = false)
    {
        var active = default(ComponentEnergy);
        active[Component.Cpu] = cpu;
        active[Component.Dram] = dram;
        var idleEnergy = default(ComponentEnergy);
        idleEnergy[Component.Cpu] = idle;
        return new VmRow(vm, new EnergyAmount(active, default), new EnergyAmount(idleEnergy, default), ended);
    }

    public static PowerReport Of(ComponentSet measured, params ImmutableArray<VmRow> rows) => PowerReport.Empty with
    {
        Sequence = Interlocked.Increment(ref _sequence),
        Intervals = 1,
        IntervalNanoseconds = 1_000_000_000,
        Measured = measured,
        Vms = rows,
    };

    public static PowerReport Cpu(params ImmutableArray<VmRow> rows) => Of(CpuOnly, rows);

    public static SensorRow Sensor(Component? countsAs, MeasurementMethod method)
    {
        var zone = new ZoneInfo { Sensor = "test", Zone = "zone", Path = "zone", Method = method, Perimeter = "cpu_package" };
        return new SensorRow(zone, countsAs, ReadOutcome.Ok, true, 1, 1, 0, 0, 0, 0, 0, 0, 0);
    }
}
