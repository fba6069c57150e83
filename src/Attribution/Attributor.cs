using Wattshare.Attribution.Counters;
using Wattshare.Attribution.Idle;
using Wattshare.Attribution.Ledgers;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Power;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;
using Wattshare.Attribution.Splitting;
using Wattshare.Attribution.Tracing;
using Wattshare.Attribution.Uncertainty;
using Wattshare.Attribution.Usage;

namespace Wattshare.Attribution;

/// <summary>
/// The whole of attribution: a sample in, a report out. For every component the energy of the interval is parted into idle and
/// active; active energy goes to groups by their CPU time, and within each group to its processes; virtual machines and containers
/// are sums of those, and carry idle energy by the policy. Everything adds up in integer microjoules. One thread; allocates the report,
/// and memory for what is new.
/// </summary>
public sealed class Attributor
{
    private readonly AttributionRules _rules;
    private readonly EnergyMeter _meter = new();
    private readonly PowerWindow _power = new();
    private readonly IdleFloors _floors;
    private readonly Ledger _ledger = new();
    private readonly IdleCarriers _carriers;
    private readonly UsageTracker _usage;
    private readonly MemoryTraffic _traffic = new();
    private readonly ProcessRows _rows;
    private readonly UnattributedEnergy _unattributed = new();
    private readonly Settlement _settlement;
    private readonly PackageLoads _loads;
    private readonly PackageRule _packages;
    private readonly EnergySplit _split;
    private readonly RuleRows _ruleRows;
    private readonly ErrorBudget _errors;
    private ComponentEnergy _host;
    private ComponentEnergy _idle;
    private ComponentEnergy _self;
    private ComponentEnergy _selfInterval;
    private bool _selfSeen;
    private long _sequence;
    private long _propagated;
    private long _lastTimestamp;
    private long _lastReading;

    /// <summary>Begins with empty accounts.</summary>
    /// <param name="rules">The operator's choices.</param>
    public Attributor(AttributionRules rules)
    {
        _rules = rules;
        var floors = new PackageFloors();
        _floors = new IdleFloors(rules.IdleMicrowatts, rules.LearnedFloors, floors);
        _carriers = new IdleCarriers(rules.IdlePolicy, _ledger);
        _usage = new UsageTracker(_ledger);
        _rows = new ProcessRows(rules.ProcessLimit);
        _settlement = new Settlement(_ledger, _rows, _unattributed);
        _loads = new PackageLoads(_usage);
        _packages = new PackageRule(_usage, _loads, floors);
        _split = new EnergySplit(_usage, _rows, _unattributed, new MemoryBandwidthRule(_usage, _traffic), _packages, new CpuTimeRule(_usage));
        _ruleRows = new RuleRows(_split, _carriers);
        _errors = new ErrorBudget(rules.Uncertainty);
    }

    /// <summary>Writes down every weight and every part, for an explanation; null in service, where it costs nothing.</summary>
    public SplitTrace? Trace { get; init; }

    /// <summary>
    /// Books one sample. Should the division of its energy fail, which would be a defect, then the exception goes on to the caller, who has no report
    /// of this sample; its energy is in the next one, as far as it was not given out as <see cref="UnattributedReason.Fault"/>.
    /// </summary>
    /// <param name="sample">The sample; it is not kept. The first one is only a baseline.</param>
    /// <returns>The report, immutable.</returns>
    /// <exception cref="ArgumentException">The sample is not later than the one before.</exception>
    public PowerReport Advance(HostSample sample)
    {
        var elapsed = _sequence == 0 ? 0 : sample.TimestampNanoseconds - _lastTimestamp;
        if (_sequence > 0 && (elapsed <= 0 || sample.TimestampNanoseconds < _lastReading))
            throw new ArgumentException("The sample is not later than the one before.", nameof(sample));
        _lastTimestamp = _lastReading = sample.TimestampNanoseconds;
        _sequence++;
        BeginInterval();
        Trace?.Begin(sample);

        if (sample.WasSuspended) _meter.ExpectRestart();
        var interval = _meter.Advance(sample.Zones.Items, sample.TimestampNanoseconds, elapsed);
        _host += interval.Energy;
        ComponentEnergy idle;
        try
        {
            idle = Divide(sample, interval, elapsed);
            _ledger.EndInterval(sample.TimestampNanoseconds, _rules.EndedRetention.Ticks * 100);
        }
        catch
        {
            Close(sample, interval, elapsed);
            throw;
        }

        return ToReport(sample, elapsed, interval, idle);
    }

    /// <summary>
    /// Takes in the zones alone, between two samples: wraps are followed at this rate, and the energy is part of the next interval.
    /// Before the first sample there is no interval that it could be part of: it is a baseline, from which the energy up to the instant of
    /// that sample is told. Allocates nothing.
    /// </summary>
    /// <param name="zones">The readings of one instant; not kept.</param>
    /// <param name="timestampNanoseconds">That instant on the monotonic clock.</param>
    /// <exception cref="ArgumentException">The instant is earlier than the one before.</exception>
    public void Observe(ReadOnlySpan<ZoneReading> zones, long timestampNanoseconds)
    {
        if (timestampNanoseconds < _lastReading) throw new ArgumentException("The readings are earlier than the ones before.", nameof(timestampNanoseconds));
        _lastReading = timestampNanoseconds;
        _meter.Observe(zones, timestampNanoseconds);
        _power.Read(_meter.Reading);
    }

    /// <summary>Gives out the energy of an interval.</summary>
    /// <returns>What nobody carries of the idle part.</returns>
    private ComponentEnergy Divide(HostSample sample, in IntervalEnergy interval, long elapsed)
    {
        _power.Read(_meter.Reading);
        _usage.Advance(sample, elapsed);
        _traffic.Advance(sample.Traffic.Items, elapsed);
        _loads.Advance(sample.Packages.Items, 1_000_000_000L * sample.HardwareThreads);
        var idle = _floors.Take(interval, _usage.Host.BusyRatio, _meter, sample.WallTime, elapsed);
        _packages.Advance(interval, idle, _meter, _floors.Teaching);
        var active = interval.Energy - idle;
        foreach (var component in Components.All)
        {
            Trace?.Begin(component, active[component], _meter.CoveredNanoseconds(component));
            _split.Split(component, active[component], Trace);
        }

        _ledger.Book(sample.VmTimes.Items, isBaseline: _sequence == 1);
        _rows.Book(_usage.Read, sample.TimestampNanoseconds);
        NoteSelf();
        _usage.Sweep();
        _carriers.Weigh(sample, _usage);
        idle = _carriers.Give(idle, Trace);
        _idle += idle;
        Propagate(sample, interval, active, elapsed);
        return idle;
    }

    /// <summary>After a division that failed the sums are made true, who ended is let go, and the host's errors grow as ever.</summary>
    private void Close(HostSample sample, in IntervalEnergy interval, long elapsed)
    {
        _settlement.Close(_host, _idle);
        _usage.Sweep();
        if (_propagated < _sequence) Propagate(sample, interval, default, SampleTiming.Of(sample, elapsed, used: 0, coarseReadings: 0));
    }

    private void BeginInterval()
    {
        _ledger.BeginInterval();
        _rows.BeginInterval();
        _unattributed.BeginInterval();
        _selfInterval = default;
    }

    /// <summary>How sure all of it is, once everything is booked; this changes no energy.</summary>
    private void Propagate(HostSample sample, in IntervalEnergy interval, in ComponentEnergy active, long elapsed)
    {
        var coarse = sample.ProcessTickNanoseconds > 0 ? CoarseReadings.Count(_usage.Read) : 0;
        var used = _usage.Claimed + _usage.Host.Interrupt + _usage.Host.Skew;
        Propagate(sample, interval, active, SampleTiming.Of(sample, elapsed, used, coarse));
        if (elapsed > 0) _ledger.Propagate(_errors);
    }

    private void Propagate(HostSample sample, in IntervalEnergy interval, in ComponentEnergy active, in SampleTiming timing)
    {
        _propagated = _sequence;
        if (timing.ElapsedNanoseconds > 0) _errors.Advance(_meter, sample, interval, active, timing);
    }

    private void NoteSelf()
    {
        if (_rules.Self is not { } self) return;
        foreach (var process in _usage.Read)
        {
            if (process.Info.Key != self) continue;
            _selfSeen = true;
            _selfInterval = process.Energy;
            _self += process.Energy;
        }
    }

    private PowerReport ToReport(HostSample sample, long elapsed, in IntervalEnergy interval, in ComponentEnergy idle) => new()
    {
        Sequence = _sequence,
        Intervals = _sequence - 1,
        TimestampNanoseconds = sample.TimestampNanoseconds,
        WallTime = sample.WallTime,
        IntervalNanoseconds = elapsed,
        BusyRatio = _usage.Host.BusyRatio,
        HardwareThreads = sample.HardwareThreads,
        Measured = interval.Measured,
        Live = interval.Live,
        Host = new EnergyAmount(_host, interval.Energy),
        HostUncertainty = _errors.Host,
        Idle = new EnergyAmount(_idle, idle),
        System = _ledger.System.Active,
        ProcessOther = _rows.Other,
        Exporter = _selfSeen ? new EnergyAmount(_self, _selfInterval) : null,
        Unattributed = _unattributed.ToRows(),
        Vms = _ledger.ToVmRows(),
        Containers = _ledger.ToContainerRows(),
        Processes = _rows.ToRows(_usage.Interval),
        Sensors = _meter.ToRows(),
        UsageRefusals = _usage.Refusals,
        IdleFloors = _floors.ToRows(),
        Attribution = _ruleRows.ToRows(interval.Measured),
        Power = _power.ToRows(interval.Measured, sample.TimestampNanoseconds, elapsed),
    };
}
