using System.Collections.Immutable;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Integration.Browser;

/// <summary>Reports of hosts that were never there. They add up as real ones do.</summary>
internal static class MadeReports
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 20, 8, 30, 0, TimeSpan.Zero);

    /// <summary>A host with four machines, five containers and some processes, in which the load comes and goes.</summary>
    /// <param name="sequence">The number of the report; one every ten seconds.</param>
    public static PowerReport Mixed(long sequence)
    {
        ImmutableArray<VmRow> vms =
        [
            Vm("db-primary", 1, sequence, 31_400_000, 6_100_000, 0.35),
            Vm("build-runner-07", 2, sequence, 48_900_000, 9_000_000, 0.7),
            Vm("mail", 3, sequence, 2_150_000, 1_500_000),
            Vm("windows-vdi", 4, sequence, 7_700_000, 4_400_000),
        ];
        ImmutableArray<ContainerRow> containers =
        [
            Container("web", "shop", "web-7d4b9", 1, sequence, 11_300_000, 0.35),
            Container("cache", "shop", "cache-0", 2, sequence, 2_400_000),
            Container("prometheus", "", "", 3, sequence, 3_800_000),
            Container("grafana", "", "", 4, sequence, 640_000),
            Container("registry", "", "", 5, sequence, 180_000),
        ];
        ImmutableArray<ProcessRow> processes = [.. Enumerable.Range(0, 12).Select(i => Process(4000 + i, $"worker-{i}", sequence, 100_000 * (i + 1)))];
        return Whole(sequence, vms, containers, processes);
    }

    /// <summary>A host with very many machines and processes.</summary>
    /// <param name="rows">How many of each.</param>
    public static PowerReport Crowded(int rows) => Whole(
        2,
        [.. Enumerable.Range(0, rows).Select(i => Vm($"guest-{i:D5}", i, 2, 10_000 + i, 1_000))],
        [],
        [.. Enumerable.Range(0, rows).Select(i => Process(10_000 + i, $"task-{i:D5}", 2, 100 + i))]);

    /// <summary>A report of given rows, with the rest that a host has.</summary>
    /// <param name="sequence">The number of the report.</param>
    /// <param name="vms">The machines.</param>
    /// <param name="containers">The containers.</param>
    /// <param name="processes">The processes.</param>
    public static PowerReport Whole(
        long sequence, ImmutableArray<VmRow> vms, ImmutableArray<ContainerRow> containers, ImmutableArray<ProcessRow> processes)
    {
        EnergyAmount system = Amount(sequence, 6_200_000), idle = Amount(sequence, 18_000_000), skew = Amount(sequence, 700_000);
        var host = Sum([system, idle, skew, .. vms.SelectMany(row => Both(row.Active, row.Idle)), .. containers.SelectMany(row => Both(row.Active, row.Idle))]);
        var measured = default(ComponentSet).With(Component.Cpu).With(Component.Dram);
        return PowerReport.Empty with
        {
            Sequence = sequence,
            Intervals = sequence,
            TimestampNanoseconds = sequence * 1_000_000_000,
            WallTime = Begin.AddSeconds(10 * sequence),
            IntervalNanoseconds = 1_000_000_000,
            BusyRatio = 0.42,
            HardwareThreads = 32,
            Measured = measured,
            Live = measured,
            Host = host,
            HostUncertainty = default(EnergyUncertainty).With(Component.Cpu, 1000, host.Cumulative[Component.Cpu] / 33).With(Component.Dram, 1000, host.Cumulative[Component.Dram] / 20),
            Idle = idle,
            System = system,
            ProcessOther = system,
            Unattributed = [new UnattributedRow(UnattributedReason.Skew, skew)],
            Vms = vms,
            Containers = containers,
            Processes = processes,
            Sensors = [Sensor("package-0", "intel-rapl:0", Component.Cpu), Sensor("dram-0", "intel-rapl:0:0", Component.Dram)],
            IdleFloors = [new IdleFloorRow(Component.Cpu, IdleFloorSource.Learned, 38_000_000, 900), new IdleFloorRow(Component.Dram, IdleFloorSource.Learned, 6_000_000, 900)],
            Attribution =
            [
                new AttributionRow(Component.Cpu, ActiveRule.CpuTime, IdleRule.ByReservation), new AttributionRow(Component.Dram, ActiveRule.CpuTime, IdleRule.ByReservation),
            ],
        };
    }

    /// <summary>A machine.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="number">Makes its identity.</param>
    /// <param name="sequence">For how many intervals it ran.</param>
    /// <param name="active">Its active power in microwatts.</param>
    /// <param name="idle">Its idle power in microwatts.</param>
    /// <param name="swing">How far the active power goes up and down, as a part of it.</param>
    public static VmRow Vm(string name, int number, long sequence, double active, double idle, double swing = 0) => new(
        new VmInfo { Key = $"vm:{number}", Name = name, Uuid = $"6f1c2d3e-0000-4000-8000-{number:D12}", Hypervisor = "qemu", Vcpus = 4, Process = new(2000 + number, 5) },
        Amount(sequence, active, swing), Amount(sequence, idle), Ended: false);

    /// <summary>A process of the host.</summary>
    /// <param name="pid">Its number.</param>
    /// <param name="command">Its name.</param>
    /// <param name="sequence">For how many intervals it ran.</param>
    /// <param name="active">Its power in microwatts.</param>
    public static ProcessRow Process(int pid, string command, long sequence, double active) =>
        new(new ProcessInfo { Key = new(pid, 5), Command = command }, Amount(sequence, active));

    private static ContainerRow Container(string name, string space, string pod, int number, long sequence, double active, double swing = 0) => new(
        new ContainerInfo { Id = $"{number:x2}c3d4e5f60718293a4b5c6d", Runtime = "containerd", Name = name, Image = $"registry.example/{name}:1", Namespace = space, Pod = pod },
        Amount(sequence, active, swing), default, Ended: false);

    private static SensorRow Sensor(string zone, string path, Component component) => new(
        new ZoneInfo { Sensor = "rapl", Zone = zone, Path = path, Method = MeasurementMethod.Counter, Perimeter = "cpu_package" },
        component, ReadOutcome.Ok, true, 1_000_000, 1_000_000, 0, 0, 0, 0, 0, 0, 0);

    private static EnergyAmount[] Both(EnergyAmount active, EnergyAmount idle) => [active, idle];

    // Memory has an eighth of what the processors have. Counters are the sum of what was used, so that they never fall.
    private static EnergyAmount Amount(long sequence, double microwatts, double swing = 0)
    {
        ComponentEnergy last = default, cumulative = default;
        for (var i = 1; i <= sequence; i++)
        {
            last[Component.Cpu] = (long)(microwatts * (1 + (swing * Math.Sin(i * 0.7))));
            last[Component.Dram] = last[Component.Cpu] / 8;
            cumulative[Component.Cpu] += last[Component.Cpu] * 10;
            cumulative[Component.Dram] += last[Component.Dram] * 10;
        }

        return new EnergyAmount(cumulative, last);
    }

    private static EnergyAmount Sum(IEnumerable<EnergyAmount> amounts) =>
        amounts.Aggregate((a, b) => new EnergyAmount(a.Cumulative + b.Cumulative, a.LastInterval + b.LastInterval));
}
