using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Tests.Regressions;

/// <summary>A host on which another exporter goes wrong, one second a step.</summary>
internal sealed class PeerHost(AttributionRules? rules = null)
{
    private readonly Attributor _attributor = new(rules ?? new AttributionRules());
    private int _second;

    public int Threads { get; init; } = 2;

    /// <summary>A package that states its idle power.</summary>
    public static ZoneInfo Package(long idleWatts) => Hosts.Zone("package-0", idle: idleWatts * 1_000_000);

    /// <summary>Books one second.</summary>
    /// <param name="zones">The raw counters, in microjoules.</param>
    /// <param name="busy">The busy time of the host since boot, in milliseconds.</param>
    /// <param name="processes">CPU time since each began, in milliseconds.</param>
    public PowerReport Take((ZoneInfo Zone, long Raw)[] zones, long busy = 0, params (ProcessInfo Process, long Used)[] processes)
    {
        const long millisecond = 1_000_000;
        var sample = Hosts.Sample(++_second * Hosts.Second);
        sample.HardwareThreads = Threads;
        foreach (var (zone, raw) in zones)
            sample.Zones.Add(new ZoneReading(zone, zone.Zone.Contains("dram", StringComparison.Ordinal) ? Component.Dram : Component.Cpu, ReadOutcome.Ok, raw));
        foreach (var (process, used) in processes) sample.Processes.Add(new ProcessReading(process, used * millisecond, Newborn: false, Ended: false));
        sample.Cpu = new CpuTimes(busy * millisecond, 0, ((1000L * Threads * _second) - busy) * millisecond);
        return Book(sample);
    }

    /// <summary>Books one second in which a process ended.</summary>
    public PowerReport End(ZoneInfo zone, long raw, ProcessInfo process, long used)
    {
        var sample = Hosts.Sample(++_second * Hosts.Second, (zone, Component.Cpu, raw));
        sample.Processes.Add(new ProcessReading(process, used * 1_000_000, Newborn: false, Ended: true));
        return Book(sample);
    }

    private PowerReport Book(HostSample sample)
    {
        var report = _attributor.Advance(sample);
        Hosts.AssertIdentity(report);
        return report;
    }
}
