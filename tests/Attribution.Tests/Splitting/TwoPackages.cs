using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Tests.Splitting;

/// <summary>A host with two packages, each with a zone for the processor and one for memory, that lives second by second.</summary>
internal sealed class TwoPackages(AttributionRules? rules = null)
{
    public const long Ms = 1_000_000;

    private readonly Dictionary<long, long> _cpu = [];
    private readonly long[] _joules = new long[4];
    private readonly long[] _busy = new long[2];
    private long _idle;
    private int _second;

    public Attributor Attributor { get; } = new(rules ?? new AttributionRules());

    /// <summary>Whether the busy time of the packages is told.</summary>
    public bool TellsPackages { get; set; } = true;

    /// <summary>The hardware threads of each package.</summary>
    public int Threads { get; set; } = 2;

    /// <summary>The zones that are there.</summary>
    public ZoneInfo?[] Zones { get; } =
    [
        Zone("package-0", 0),
        Zone("package-1", 1),
        Zone("dram-0", 0),
        Zone("dram-1", 1),
    ];

    public static ZoneInfo Zone(string name, int? package) => Hosts.Zone(name) with { Package = package };

    /// <summary>A container that is bound to a package, or to none.</summary>
    public static GroupInfo Bound(long id, string name, int? package) => new() { Id = id, Path = "/" + name, Container = Hosts.Container(name), Package = package };

    /// <summary>Lives one second.</summary>
    /// <param name="joules">What the packages and their memory drew.</param>
    /// <param name="busy">How long each package was busy, in milliseconds.</param>
    /// <param name="used">What each group used, in milliseconds.</param>
    public PowerReport Step(long[] joules, long[] busy, params ReadOnlySpan<(GroupInfo Group, long Milliseconds)> used)
    {
        var sample = new HostSample { TimestampNanoseconds = 1 + (_second++ * Hosts.Second), HardwareThreads = 2 * Threads };
        for (var i = 0; i < joules.Length; i++) _joules[i] += joules[i] * 1_000_000;
        for (var i = 0; i < Zones.Length; i++)
        {
            if (Zones[i] is { } zone) sample.Zones.Add(new ZoneReading(zone, i < 2 ? Component.Cpu : Component.Dram, ReadOutcome.Ok, _joules[i]));
        }

        for (var i = 0; i < 2; i++) _busy[i] += busy[i] * Ms;
        _idle += (2 * Threads * 1000 * Ms) - ((busy[0] + busy[1]) * Ms);
        sample.Cpu = new CpuTimes(_busy[0] + _busy[1], 0, _idle);
        if (TellsPackages) for (var i = 0; i < 2; i++) sample.Packages.Add(new PackageTime(i, Threads, _busy[i]));
        foreach (var (group, milliseconds) in used)
        {
            var cpu = _cpu[group.Id] = _cpu.GetValueOrDefault(group.Id) + (milliseconds * Ms);
            sample.Groups.Add(new GroupReading(group, cpu, Ended: false));
        }

        var report = Attributor.Advance(sample);
        Hosts.AssertIdentity(report);
        return report;
    }

    /// <summary>What a container got in the last interval, in microjoules.</summary>
    public static long Got(PowerReport report, string container, Component component = Component.Cpu) =>
        report.Containers.Single(row => row.Container!.Name == container).Active.LastInterval[component];
}
