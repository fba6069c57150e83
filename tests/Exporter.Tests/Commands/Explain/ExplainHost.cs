using Wattshare.Attribution;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;
using Wattshare.Attribution.Tracing;
using Wattshare.Exporter.Commands.Explain;

namespace Wattshare.Exporter.Tests.Commands.Explain;

/// <summary>A small host of given processes and groups, and one interval of it.</summary>
internal sealed class ExplainHost
{
    private readonly List<(ProcessInfo Info, long Used)> _processes = [];
    private readonly List<(GroupInfo Info, long Used)> _groups = [];

    /// <summary>How long after the instants of the samples the zone is read.</summary>
    public (int First, int Second) LateMilliseconds { get; init; }

    public static VmInfo Vm(string name, string uuid = "", int pid = 100) => new()
    {
        Key = uuid.Length > 0 ? "uuid:" + uuid : $"name:{name}/{pid}",
        Name = name,
        Uuid = uuid,
        Hypervisor = "qemu",
        Process = new ProcessKey(pid, 1),
    };

    public static ContainerInfo Container(string name, string id) => new() { Id = id, Runtime = "docker", Name = name };

    public static GroupInfo Group(long id, ContainerInfo? container = null) => new() { Id = id, Path = $"/g{id}", Container = container };

    public ExplainHost With(int pid, string command = "worker", VmInfo? vm = null, GroupInfo? group = null, long used = 0, long startTicks = 1)
    {
        _processes.Add((new ProcessInfo { Key = new ProcessKey(pid, startTicks), Command = command, Vm = vm, Group = group }, used));
        return this;
    }

    public ExplainHost With(GroupInfo group, long used)
    {
        _groups.Add((group, used));
        return this;
    }

    public ExplainInput Measure(long microjoules = 50_000_000)
    {
        var trace = new SplitTrace();
        var attributor = new Attributor(new AttributionRules { IdleMicrowatts = 10_000_000, ProcessLimit = int.MaxValue }) { Trace = trace };
        var before = attributor.Advance(Sample(0, microjoules));
        return new ExplainInput
        {
            Trace = trace,
            Before = before,
            After = attributor.Advance(Sample(1, microjoules)),
            Findings = [],
            UsageSource = "procfs",
            Interval = TimeSpan.FromSeconds(1),
        };
    }

    public SplitTrace Trace() => Measure().Trace;

    private HostSample Sample(int second, long microjoules)
    {
        var sample = new HostSample { TimestampNanoseconds = 1 + (second * 1_000_000_000L), HardwareThreads = 64 };
        var read = sample.TimestampNanoseconds + (second == 0 ? LateMilliseconds.First : LateMilliseconds.Second) * 1_000_000L;
        sample.Zones.Add(new ZoneReading(Zone, Component.Cpu, ReadOutcome.Ok, 7 + (second * microjoules)) { Bracket = new ReadBracket(read, read) });
        foreach (var (info, used) in _groups) sample.Groups.Add(new GroupReading(info, 5 + (second * used), false));
        foreach (var (info, used) in _processes) sample.Processes.Add(new ProcessReading(info, 3 + (second * used), false, false));
        return sample;
    }

    private static readonly ZoneInfo Zone = new() { Sensor = "rapl", Zone = "package-0", Path = "intel-rapl:0", Method = MeasurementMethod.Counter, Perimeter = "cpu_package" };
}
