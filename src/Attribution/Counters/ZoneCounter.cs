using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;
using Wattshare.Attribution.Uncertainty;

namespace Wattshare.Attribution.Counters;

/// <summary>
/// Unwraps one hardware counter into an energy that only grows. A step is accepted when it is plausible; one that is not (a decrease
/// that is no wrap, or a jump) is withheld until the next reading: if that one fits the old baseline the odd value was a glitch,
/// if it fits the odd value the counter was reset. So neither a glitch nor a fall ever becomes energy. One thread.
/// </summary>
/// <param name="zone">The zone; a later reading may bring a newer description of the same zone.</param>
public sealed class ZoneCounter(ZoneInfo zone)
{
    /// <summary>How far back the mean power reaches that tells how often a counter wrapped in a gap.</summary>
    private const double MemoryNanoseconds = 10e9;

    /// <summary>The same for the power just before the counter began anew.</summary>
    private const double ShortMemoryNanoseconds = 1e9;

    /// <summary>
    /// After so many values in a row that fit nothing the counter begins anew at the last of them. To wait on would compare with an ever older
    /// value, of which after some minutes every fall could be a wrap.
    /// </summary>
    private const int MostMisfits = 3;

    /// <summary>Meters that are renewed rarely are so within this time; one that stands still for longer does not measure.</summary>
    private const long StandstillNanoseconds = 10_000_000_000;

    private bool _hasBaseline;
    private ZonePoint _baseline;
    private ZonePoint? _suspect;
    private bool _suspectDecreased;
    private bool _missed;
    private int _misfits;
    private MeanPower _mean = new(MemoryNanoseconds);
    private MeanPower _recent = new(ShortMemoryNanoseconds);
    private long _absent;
    private long _denied;
    private long _garbage;
    private long _failed;
    private ZoneInterval _interval;
    private ZoneSegment _segment;
    private ZoneLead _lead;
    private bool _mayHaveRestarted;
    private SensorRow? _row;

    /// <summary>The zone's description.</summary>
    public ZoneInfo Zone { get; private set; } = zone;

    /// <summary>The component that the last reading counted for, or null.</summary>
    public Component? CountsAs { get; private set; }

    /// <summary>The outcome of the last read.</summary>
    public ReadOutcome Outcome { get; private set; } = ReadOutcome.Absent;

    /// <summary>True once a value was read.</summary>
    public bool HasValue => _hasBaseline;

    /// <summary>The instant of the readings that the last believed value was one of, in nanoseconds; valid once <see cref="HasValue"/>.</summary>
    public long BaselineNanoseconds { get; private set; }

    /// <summary>The time within which the last believed value was read, in nanoseconds, or null when nobody looked.</summary>
    internal long? BracketNanoseconds => _baseline.Bracket.IsUnknown ? null : _baseline.Bracket.LengthNanoseconds;

    /// <summary>Energy since the first value, in microjoules.</summary>
    public long TotalMicrojoules { get; private set; }

    /// <summary>The part of <see cref="TotalMicrojoules"/> that no reading shows (<see cref="UnseenEnergy"/>).</summary>
    public long UnseenMicrojoules { get; private set; }

    /// <summary>How often the counter went past its range.</summary>
    public long Wraps { get; private set; }

    /// <summary>How often the counter began anew.</summary>
    public long Resets { get; private set; }

    /// <summary>True when the last value was the first that differed after the counter was seen to stand still for longer than a counter that works does.</summary>
    internal bool HasResumed { get; private set; }

    /// <summary>How many values were implausible, or came after a gap too long to know how often the counter had wrapped.</summary>
    public long Refused { get; private set; }

    /// <summary>The readings since <see cref="BeginInterval"/>.</summary>
    internal ref readonly ZoneInterval Interval => ref _interval;

    /// <summary>The random errors of the readings.</summary>
    internal ZoneErrors Errors { get; } = new();

    /// <summary>True while every sample has a reading of the zone, failed ones included; false for one that is new or that vanished.</summary>
    internal bool IsCurrent { get; set; }

    /// <summary>Begins an interval; readings add up until the next call.</summary>
    public void BeginInterval()
    {
        if (_interval.Microjoules != 0) _row = null;
        _interval = default;
    }

    /// <summary>Advances the zone by one reading.</summary>
    /// <param name="reading">The reading, of this zone.</param>
    /// <param name="timestampNanoseconds">The instant of the sample on the monotonic clock; that of the value as well, unless the reading tells its own.</param>
    /// <returns>What came of it.</returns>
    public ZoneStep Advance(in ZoneReading reading, long timestampNanoseconds)
    {
        if (Outcome != reading.Outcome || CountsAs != reading.CountsAs || !ReferenceEquals(Zone, reading.Zone)) _row = null;
        Zone = reading.Zone;
        CountsAs = reading.CountsAs;
        Outcome = reading.Outcome;
        HasResumed = false;
        var step = Take(reading, timestampNanoseconds);

        // Only a reading that found the counter where it was leaves the row as it is.
        if (step is not { Kind: ZoneStepKind.Advanced, Microjoules: 0 }) _row = null;
        _interval.Add(step, timestampNanoseconds);
        return step;
    }

    /// <summary>
    /// The counter may have begun anew, whatever it shows next: the next value is a baseline. A step up to it would be invented energy where
    /// the counter did begin anew, and one that the power of the zone cannot rule out where the old value was near its range.
    /// </summary>
    internal void ExpectRestart() => _mayHaveRestarted = _hasBaseline;

    /// <summary>Ends the interval at the instant of the sample: what was read beyond it is left to the next interval, to the microjoule.</summary>
    /// <param name="timestampNanoseconds">The instant.</param>
    /// <returns>What the interval has beside its readings.</returns>
    internal ZoneLead Align(long timestampNanoseconds)
    {
        var lead = _segment.After(timestampNanoseconds);
        var shift = _lead - lead;
        _lead = lead;
        if (shift == default) return shift;
        _interval.Shift(shift);
        _row = null;
        return shift;
    }

    /// <summary>The row of the report.</summary>
    /// <returns>An immutable copy of the present state; the same object as long as nothing changes.</returns>
    public SensorRow ToRow() => _row ??= new SensorRow(
        Zone, CountsAs, Outcome, _hasBaseline, TotalMicrojoules, _interval.Microjoules, Wraps, Resets, Refused, _absent, _denied, _garbage, _failed)
    {
        UnseenMicrojoules = UnseenMicrojoules,
    };

    private ZoneStep Take(in ZoneReading reading, long timestampNanoseconds)
    {
        if (reading.Outcome != ReadOutcome.Ok) return CountFailure(reading.Outcome);
        var now = ZonePoint.Of(reading, timestampNanoseconds);
        if (reading.IsBaseline && _hasBaseline) Refused++; // As after every gap too long to know.
        var step = !_hasBaseline || _mayHaveRestarted || reading.IsBaseline ? Begin(now)
            : TryStep(_baseline, now, out var energy, out var wraps) ? Accept(now, energy, wraps, reading.UnseenMicrojoules)
            : Suspect(now);
        if (step.Kind != ZoneStepKind.Withheld) BaselineNanoseconds = timestampNanoseconds;
        return step;
    }

    private ZoneStep Begin(ZonePoint now)
    {
        var kind = _hasBaseline ? ZoneStepKind.Rebased : ZoneStepKind.Baseline;
        (_hasBaseline, _mayHaveRestarted, _suspect, _missed, _misfits) = (true, false, null, false, 0);
        _baseline = now;
        _segment = ZoneSegment.At(now.Nanoseconds);
        return new ZoneStep(kind, 0, 0);
    }

    private ZoneStep CountFailure(ReadOutcome outcome)
    {
        _missed = true;
        _ = outcome switch
        {
            ReadOutcome.Absent => _absent++,
            ReadOutcome.Denied => _denied++,
            ReadOutcome.Garbage => _garbage++,
            _ => _failed++,
        };
        return new ZoneStep(ZoneStepKind.NotRead, 0, 0);
    }

    private ZoneStep Accept(ZonePoint now, long energy, long wraps, long interpolated)
    {
        if (_suspect is not null)
        {
            Refused++; // The value in between was a glitch: the old baseline still holds.
            _row = null;
        }

        var covered = now.Since(_baseline);
        _mean.Add(energy, covered);
        _recent.Add(energy, covered);
        var unseen = Math.Clamp(interpolated, 0, energy);
        UnseenMicrojoules += unseen;
        HasResumed = energy > 0 && _baseline.Nanoseconds - _baseline.MovedAt > StandstillNanoseconds;
        Book(_baseline, now, energy, wraps);
        return new ZoneStep(ZoneStepKind.Advanced, energy, covered, unseen);
    }

    private ZoneStep Suspect(ZonePoint now)
    {
        if (_suspect is { } suspect && TryStep(suspect, now, out var energy, out var wraps))
        {
            if (_suspectDecreased) Resets++;
            else Refused++;
            return Rebase(suspect, now, energy, wraps);
        }

        if (_suspect is not null) Refused++;
        if (++_misfits == MostMisfits) return Begin(now);
        _suspect = now;
        _suspectDecreased = now.Microjoules < _baseline.Microjoules;
        return new ZoneStep(ZoneStepKind.Withheld, 0, 0);
    }

    /// <summary>A zone that was away as well did not just begin anew: it may have been off, and nothing is known of that time.</summary>
    private ZoneStep Rebase(ZonePoint from, ZonePoint now, long energy, long wraps)
    {
        var covered = now.Since(from);
        var gap = _missed ? 0 : from.Since(_baseline);
        var unseen = UnseenEnergy.Between(gap, _recent.Microwatts, covered > 0 ? energy * 1e9 / covered : double.NaN);
        Book(from, now, energy, wraps);
        TotalMicrojoules += unseen;
        UnseenMicrojoules += unseen;
        return new ZoneStep(ZoneStepKind.Rebased, energy + unseen, unseen > 0 ? gap + covered : covered, unseen);
    }

    private void Book(ZonePoint from, ZonePoint now, long energy, long wraps)
    {
        (_suspect, _missed, _misfits) = (null, false, 0);
        _segment = new ZoneSegment(from.MovedAt, from.Nanoseconds, now.Nanoseconds, energy);
        _baseline = energy == 0 ? now with { MovedAt = from.MovedAt } : now;
        Wraps += wraps;
        TotalMicrojoules += energy;
    }

    private bool TryStep(in ZonePoint from, in ZonePoint to, out long energy, out long wraps) =>
        new CounterUnwrap(Zone, CountsAs, _mean.Microwatts).TryStep(from, to, out energy, out wraps);
}
