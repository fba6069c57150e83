using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;
using Wattshare.Attribution.Uncertainty;

namespace Wattshare.Attribution.Tests.Uncertainty;

/// <summary>A host with one zone and containers by name, advanced a second at a time; energies in joules, CPU times in milliseconds.</summary>
internal sealed class UncertainHost(ZoneInfo zone, UncertaintyRules? rules = null, Component component = Component.Cpu)
{
    /// <summary>The range of a counter of 2^-14 J, the usual unit.</summary>
    public const long UsualRange = 262_143_328_850;

    public const double UsualUnit = UsualRange / 4_294_967_295.0;

    private readonly Attributor _attributor = new(new AttributionRules
    {
        Uncertainty = rules ?? new UncertaintyRules(),
        ProcessLimit = 0,
        EndedRetention = TimeSpan.FromSeconds(1),
    });

    private readonly Dictionary<string, (GroupInfo Group, long Cpu)> _groups = [];
    private readonly HostSample _sample = new();
    private long _now = 1;
    private long _raw;

    public UncertainHost()
        : this(Hosts.Zone("package-0", UsualRange, 0, idle: 0))
    {
    }

    public long BracketNanoseconds { get; set; }

    public long UsageNanoseconds { get; set; }

    public PowerReport Report { get; private set; } = PowerReport.Empty;

    public (long Random, long Systematic) Host => (Report.HostUncertainty.Random[component], Report.HostUncertainty.Systematic[component]);

    /// <summary>The standard deviation of a difference of two readings at a steady power.</summary>
    public static double Pair(double watts, double unitMicrojoules = UsualUnit, double updateSeconds = 0.001)
    {
        var late = watts * updateSeconds * 1e6;
        return Math.Sqrt(((unitMicrojoules * unitMicrojoules) + (late * late)) / 6);
    }

    public (long Random, long Systematic) Of(string name)
    {
        var row = Report.Containers.Single(row => row.Container?.Id == name);
        return (row.Uncertainty.Random[component], row.Uncertainty.Systematic[component]);
    }

    public PowerReport Begin(params ReadOnlySpan<string> names)
    {
        foreach (var name in names) _groups.Add(name, (Hosts.Group(_groups.Count + 1, Hosts.Container(name)), 0));
        return Take(0, 0);
    }

    /// <summary>One interval.</summary>
    public PowerReport Step(double joules, params ReadOnlySpan<(string Name, long Milliseconds)> used) => Step(joules, 1, used);

    /// <summary>One interval of some length.</summary>
    public PowerReport Step(double joules, double seconds, params ReadOnlySpan<(string Name, long Milliseconds)> used)
    {
        foreach (var (name, milliseconds) in used)
            _groups[name] = _groups[name] with { Cpu = _groups[name].Cpu + (milliseconds * 1_000_000) };
        return Take((long)Math.Round(joules * 1e6), (long)Math.Round(seconds * 1e9));
    }

    /// <summary>The counter begins anew.</summary>
    public void Reset(long raw) => _raw = raw;

    /// <summary>One interval in which the zone could not be read.</summary>
    public PowerReport Fail() => Take(0, Hosts.Second, ReadOutcome.Failed);

    /// <summary>One interval of 100 J in which a container ends and nothing else happens.</summary>
    public void End(string name)
    {
        var (group, cpu) = _groups[name];
        _groups.Remove(name);
        Fill(100_000_000, Hosts.Second, ReadOutcome.Ok);
        _sample.Groups.Add(new GroupReading(group, cpu, Ended: true));
        Report = _attributor.Advance(_sample);
    }

    private PowerReport Take(long microjoules, long nanoseconds, ReadOutcome outcome = ReadOutcome.Ok)
    {
        Fill(microjoules, nanoseconds, outcome);
        return Report = _attributor.Advance(_sample);
    }

    private void Fill(long microjoules, long nanoseconds, ReadOutcome outcome)
    {
        _now += nanoseconds;
        _raw += microjoules;
        if (zone.MaxRangeMicrojoules > 0) _raw %= zone.MaxRangeMicrojoules + 61;
        _sample.Clear();
        _sample.TimestampNanoseconds = _now;
        _sample.HardwareThreads = 4;
        _sample.BracketNanoseconds = BracketNanoseconds;
        _sample.UsageNanoseconds = UsageNanoseconds;
        _sample.Zones.Add(new ZoneReading(zone, component, outcome, _raw));
        foreach (var (group, cpu) in _groups.Values) _sample.Groups.Add(new GroupReading(group, cpu, false));
    }
}
