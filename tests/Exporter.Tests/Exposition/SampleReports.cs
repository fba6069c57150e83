using System.Collections.Immutable;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Exporter.Tests.Exposition;

/// <summary>Hand-made reports.</summary>
internal static class SampleReports
{
    private static readonly DateTimeOffset Wall = new(2026, 11, 20, 8, 30, 0, 250, TimeSpan.Zero);

    public static readonly ContainerInfo Web = new()
    {
        Id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        Runtime = "containerd",
        Name = "web",
        Image = "registry.example/web:1.2",
        Namespace = "shop",
        Pod = "web-7d4b9",
        PodUid = "7c1e",
    };

    public static readonly VmInfo Alpha = NewVm("alpha", "6f1c2d3e-0000-4000-8000-000000000001", 4242);

    /// <summary>A whole host: two components measured, one of them live, VMs, containers, processes, sensors of every kind.</summary>
    public static PowerReport Full(long sequence = 7) => PowerReport.Empty with
    {
        Sequence = sequence,
        Intervals = 6,
        TimestampNanoseconds = 1_000_000_000,
        WallTime = Wall,
        IntervalNanoseconds = 1_000_000_000,
        BusyRatio = 0.25,
        HardwareThreads = 8,
        Measured = default(ComponentSet).With(Component.Cpu).With(Component.Dram),
        Live = default(ComponentSet).With(Component.Cpu),
        Host = Amount(1_234_567_890, 100_000_000, 31_250_000),
        HostUncertainty = Uncertainty(40_825, 37_037_037, 12, 5_000_000),
        Idle = Amount(600_000_000, 50_000_000, 10_000_000),
        System = Amount(100_000_001, 20_000_000, 1_250_000),
        ProcessOther = Amount(42, 0, 0),
        Exporter = Amount(5_000, 100, 20),
        Unattributed =
        [
            new UnattributedRow(UnattributedReason.Interrupt, Amount(1_000_000, 5, 0)),
            new UnattributedRow(UnattributedReason.NoUsage, Amount(9_007_199_254_740_993, 0, 0)),
        ],
        Vms =
        [
            new VmRow(Alpha with { Container = Web }, Amount(300_000_000, 30_000_000, 12_345_678), Amount(0, 0, 0), Ended: false)
            {
                CpuTimes = Times((VmRole.Vcpu, 12_345_678_901), (VmRole.Emulator, 1), (VmRole.Vhost, 0)),
                Uncertainty = Uncertainty(20_000, 31_000_000, 3, 1_500_000),
            },
            new VmRow(NewVm("gone", "", 17), Amount(1_500_000, 0, 0), default, Ended: true),
            new VmRow(null, Amount(7, 0, 0), default, Ended: true) { CpuTimes = Times((VmRole.IoThread, 3_000_000_000)) },
        ],
        Containers = [new ContainerRow(Web, Amount(2_000_000, 1, 1_000), default, Ended: false) { Uncertainty = Uncertainty(1_000, 250_000, 0, 0) }],
        Processes =
        [
            new ProcessRow(NewProcess(1, "systemd"), Amount(10, 0, 0)),
            new ProcessRow(NewProcess(4242, "qemu-system-x86", Alpha, Web), Amount(299_000_000, 0, 12_345_678)),
        ],
        Sensors = Sensors,
        IdleFloors =
        [
            new IdleFloorRow(Component.Cpu, IdleFloorSource.Learned, 10_000_000, 12.5) { LastObserved = Wall.AddSeconds(-7.5) },
            new IdleFloorRow(Component.Dram, IdleFloorSource.Unknown, 0, 0),
        ],
        Attribution =
        [
            new AttributionRow(Component.Cpu, ActiveRule.CpuTimeByPackage, IdleRule.ByReservation),
            new AttributionRow(Component.Dram, ActiveRule.CpuTime, IdleRule.Separate),
        ],
        Power =
        [
            new PowerRow(Component.Cpu, 250_000_000, 9_500_000, new PowerDistribution([0, 1, 0, 2, .. new long[13], 4], 7, 20_012_345)),
            new PowerRow(Component.Dram, null, null, new PowerDistribution([.. new long[18]], 0, 0)),
        ],
    };

    /// <summary>One VM of the given name beside everything else.</summary>
    public static PowerReport WithVm(string name) => Full() with { Vms = [Row(NewVm(name, "", 99), 1_000_000)] };

    public static VmRow Row(VmInfo? vm, long microjoules, bool ended = false) => new(vm, Amount(microjoules, 0, microjoules), default, ended);

    public static VmInfo NewVm(string name, string uuid, int pid) => new()
    {
        Key = uuid.Length > 0 ? "uuid:" + uuid : $"pid:{pid}",
        Name = name,
        Uuid = uuid,
        Hypervisor = "qemu",
        Vcpus = uuid.Length > 0 ? 4 : 0,
        Process = new ProcessKey(pid, 1000),
    };

    public static ProcessInfo NewProcess(int pid, string command, VmInfo? vm = null, ContainerInfo? container = null) => new()
    {
        Key = new ProcessKey(pid, 5),
        Command = command,
        Vm = vm,
        Group = new GroupInfo { Id = pid, Path = "/x", Container = container },
    };

    public static VmCpuTimes Times(params (VmRole Role, long Nanoseconds)[] roles)
    {
        var times = default(VmCpuTimes);
        foreach (var (role, nanoseconds) in roles) times.Add(role, nanoseconds);
        return times;
    }

    public static EnergyAmount Amount(long cpu, long dram, long lastCpu)
    {
        ComponentEnergy cumulative = default;
        cumulative[Component.Cpu] = cpu;
        cumulative[Component.Dram] = dram;
        ComponentEnergy last = default;
        last[Component.Cpu] = lastCpu;
        return new EnergyAmount(cumulative, last);
    }

    public static EnergyUncertainty Uncertainty(long cpuRandom, long cpuSystematic, long dramRandom, long dramSystematic) =>
        default(EnergyUncertainty).With(Component.Cpu, cpuRandom, cpuSystematic).With(Component.Dram, dramRandom, dramSystematic);

    public static SensorRow Sensor(string zone, string path, ReadOutcome outcome = ReadOutcome.Ok) => new(
        new ZoneInfo { Sensor = "rapl", Zone = zone, Path = path, Method = MeasurementMethod.Counter, Perimeter = "cpu_package" },
        outcome == ReadOutcome.Ok ? Component.Cpu : null,
        outcome,
        HasEnergy: outcome == ReadOutcome.Ok,
        EnergyMicrojoules: 1_234_567_890,
        LastIntervalMicrojoules: 31_250_000,
        Wraps: 2,
        Resets: 1,
        Refused: 3,
        AbsentReads: 4,
        DeniedReads: 5,
        GarbageReads: 6,
        FailedReads: 7);

    private static ImmutableArray<SensorRow> Sensors =>
    [
        Sensor("package-0", "intel-rapl:0"),
        Sensor("dram", "intel-rapl:0:0", ReadOutcome.Denied),
        Sensor("model", "model") with
        {
            Zone = new ZoneInfo { Sensor = "model", Zone = "cpu", Path = "model", Method = MeasurementMethod.Model, Perimeter = "cpu_package" },
            CountsAs = Component.Dram,
        },
    ];
}
