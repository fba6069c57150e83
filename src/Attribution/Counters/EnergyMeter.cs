using System.Collections.Immutable;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Counters;

/// <summary>
/// Turns the readings of all zones into the energy of the interval by component. An interval may have any number of readings: its
/// figures are the same as if only the last one had been made, but that wraps and resets are followed more closely. A meter of the whole
/// machine contains the processor and the memory: what it shows beyond them is the component <c>platform</c>. One thread.
/// </summary>
public sealed class EnergyMeter
{
    private readonly Dictionary<(string Sensor, string Path), ZoneCounter> _counters = [];
    private readonly Buffer<ZoneCounter> _recent = new();
    private readonly long[] _covered = new long[Components.Count];
    private readonly int[] _counted = new int[Components.Count];
    private readonly PlatformRest _rest = new();
    private readonly PlatformRest _readingRest = new();
    private ZoneCounter[] _ordered = [];
    private ImmutableArray<SensorRow> _rows = [];
    private ComponentEnergy _energy;
    private ComponentSet _measured;
    private bool _open;
    private ReadBracket _bracket;

    /// <summary>The counters of every zone that was ever seen.</summary>
    internal ReadOnlySpan<ZoneCounter> Counters => _ordered;

    /// <summary>What the last reading added.</summary>
    public ReadingEnergy Reading { get; private set; }

    /// <summary>
    /// The time that the energy of the last interval was drawn in: the interval itself, less where zones were not read, more where
    /// one was read again after a gap; the mean over the zones of the component.
    /// </summary>
    /// <param name="component">The component.</param>
    /// <returns>Nanoseconds.</returns>
    public long CoveredNanoseconds(Component component) =>
        _counted[(int)component] == 0 ? 0 : _covered[(int)component] / _counted[(int)component];

    /// <summary>The sum of the idle powers that the counted zones of a component state themselves, in microwatts, or null.</summary>
    /// <param name="component">The component.</param>
    /// <returns>Null when one of the zones does not state it, or there is none.</returns>
    public long? StatedIdleMicrowatts(Component component)
    {
        long? sum = null;
        foreach (var counter in _ordered)
        {
            if (counter.CountsAs != component) continue;
            if (counter.Zone.IdleMicrowatts is not { } idle) return null;
            sum = (sum ?? 0) + idle;
        }

        return sum;
    }

    /// <summary>Advances zones by their readings within an interval; <see cref="Advance"/> ends it. Zones that are not read go on at their next reading.</summary>
    /// <param name="readings">The readings of one instant.</param>
    /// <param name="timestampNanoseconds">The instant on the monotonic clock; that of every reading that does not tell its own.</param>
    public void Observe(ReadOnlySpan<ZoneReading> readings, long timestampNanoseconds)
    {
        if (!_open) Begin();
        var energy = default(ComponentEnergy);
        var broken = ComponentSet.None;
        _bracket = default;
        for (var i = 0; i < readings.Length; i++)
        {
            ref readonly var reading = ref readings[i];
            var counter = CounterOf(i, reading.Zone);
            var isGap = !counter.IsCurrent;
            counter.IsCurrent = true;
            var step = counter.Advance(reading, timestampNanoseconds);

            // A zone that never gave a value is no part of what is measured; that it is missing is for its own series to say.
            if (reading.CountsAs is not { } component || !counter.HasValue) continue;
            if (reading.Outcome == ReadOutcome.Ok) Widen(reading.Bracket, timestampNanoseconds);
            energy[component] += step.Microjoules;
            _covered[(int)component] += step.CoveredNanoseconds;
            if (reading.Outcome == ReadOutcome.Ok) _measured = _measured.With(component);
            if (isGap || step.Kind != ZoneStepKind.Advanced) broken = broken.With(component);
            if (component == Component.Platform) FollowRest(step.Kind, counter.HasResumed);
        }

        _energy += energy;
        energy[Component.Platform] = RestOf(_readingRest, energy);
        if (broken.Bits != 0) broken = broken.With(Component.Platform); // Which needs all the others.
        if (_bracket.IsUnknown) _bracket = new ReadBracket(timestampNanoseconds, timestampNanoseconds);
        Reading = new ReadingEnergy(energy, WholeAt(timestampNanoseconds), broken, _bracket);
    }

    /// <summary>The counters of the hardware may have begun anew: what they show next is a baseline. Formulas and integrals of this program have not.</summary>
    public void ExpectRestart()
    {
        foreach (var counter in _ordered)
            if (counter.Zone.Method == MeasurementMethod.Counter) counter.ExpectRestart();
    }

    /// <summary>
    /// Advances every zone by its reading and ends the interval at the instant of the sample: energy that a zone shows beyond it is the next
    /// interval's. The first one has no energy, whatever was read before it.
    /// </summary>
    /// <param name="readings">The readings of one sample.</param>
    /// <param name="timestampNanoseconds">The instant of the sample on the monotonic clock.</param>
    /// <param name="elapsedNanoseconds">The time since the sample before, 0 at the first.</param>
    /// <returns>The energy of the interval; 0 and nothing live at the first sample.</returns>
    public IntervalEnergy Advance(ReadOnlySpan<ZoneReading> readings, long timestampNanoseconds, long elapsedNanoseconds)
    {
        Observe(readings, timestampNanoseconds);
        _open = false;
        foreach (var counter in _ordered) Align(counter, timestampNanoseconds);
        var energy = elapsedNanoseconds > 0 ? _energy : default;
        energy[Component.Platform] = RestOf(_rest, energy);
        return new IntervalEnergy(energy, _measured, FindLive(timestampNanoseconds, elapsedNanoseconds));
    }

    /// <summary>The rows of the report, ordered by sensor and path.</summary>
    /// <returns>One row for each zone that was ever seen; the same array as long as no row changes.</returns>
    public ImmutableArray<SensorRow> ToRows()
    {
        if (_rows.Length == _ordered.Length && IsUnchanged()) return _rows;
        return _rows = RowArrays.Freeze(Array.ConvertAll(_ordered, static counter => counter.ToRow()));
    }

    /// <summary>Tells the comparison with the whole-machine meter when the meter has a gap.</summary>
    private void FollowRest(ZoneStepKind kind, bool hasResumed)
    {
        if (hasResumed)
        {
            _rest.Resume();
            _readingRest.Resume();
        }

        if (kind is not (ZoneStepKind.Rebased or ZoneStepKind.Baseline)) return;
        _rest.Rebase();
        _readingRest.Rebase();
    }

    /// <summary>The platform's part; while no meter stands for the machine, what the others show is no debt of one that may do so later.</summary>
    private long RestOf(PlatformRest rest, in ComponentEnergy energy)
    {
        if (_measured.Contains(Component.Platform) && IsMachineCounted()) return rest.Take(energy);
        rest.Clear();
        return 0;
    }

    private bool IsMachineCounted()
    {
        foreach (var counter in _ordered)
            if (counter is { CountsAs: Component.Platform, HasValue: true }) return true;
        return false;
    }

    private void Align(ZoneCounter counter, long timestampNanoseconds)
    {
        var shift = counter.Align(timestampNanoseconds);
        if (counter.CountsAs is not { } component) return;
        _energy[component] += shift.Microjoules;
        _covered[(int)component] += shift.Nanoseconds;
    }

    /// <summary>Takes in when a reading was made.</summary>
    private void Widen(ReadBracket bracket, long timestampNanoseconds)
    {
        if (bracket.IsUnknown) bracket = new ReadBracket(timestampNanoseconds, timestampNanoseconds);
        _bracket = _bracket.IsUnknown ? bracket : new ReadBracket(
            Math.Min(_bracket.BeginNanoseconds, bracket.BeginNanoseconds), Math.Max(_bracket.EndNanoseconds, bracket.EndNanoseconds));
    }

    private void Begin()
    {
        _open = true;
        _energy = default;
        Array.Clear(_covered);
        Array.Clear(_counted);
        foreach (var counter in _ordered) counter.BeginInterval();
    }

    /// <summary>Components of which every zone that was counted in the interval has exactly the energy of the interval.</summary>
    private ComponentSet FindLive(long timestampNanoseconds, long elapsedNanoseconds)
    {
        var complete = ComponentSet.None;
        var incomplete = ComponentSet.None;
        foreach (var counter in _ordered)
        {
            counter.IsCurrent = counter.Interval.WasRead && counter.Interval.LastNanoseconds == timestampNanoseconds;
            if (counter.CountsAs is not { } component || !counter.HasValue) continue;
            if (counter.Interval is { WasRead: false, Microjoules: > 0 }) incomplete = incomplete.With(component); // What it had read ahead.
            if (!counter.Interval.WasRead) continue;
            _counted[(int)component]++;
            if (counter.Interval.Covers(timestampNanoseconds, elapsedNanoseconds)) complete = complete.With(component);
            else incomplete = incomplete.With(component);
        }

        return complete.Without(incomplete);
    }

    /// <summary>Components whose every zone has a good value of this instant.</summary>
    private ComponentSet WholeAt(long timestampNanoseconds)
    {
        var whole = _measured;
        foreach (var counter in _ordered)
        {
            if (!counter.IsCurrent || !counter.HasValue || counter.CountsAs is not { } component) continue;
            if (counter.BaselineNanoseconds != timestampNanoseconds) whole = whole.Without(component);
        }

        // What the whole-machine meter shows beyond the others needs the others.
        var inside = _measured.Contains(Component.Cpu) && !whole.Contains(Component.Cpu);
        inside |= _measured.Contains(Component.Dram) && !whole.Contains(Component.Dram);
        return inside ? whole.Without(Component.Platform) : whole;
    }

    private bool IsUnchanged()
    {
        for (var i = 0; i < _ordered.Length; i++)
            if (!ReferenceEquals(_ordered[i].ToRow(), _rows[i])) return false;
        return true;
    }

    /// <summary>The counter of a zone. Readings come in the same order nearly always, so the place is tried first.</summary>
    private ZoneCounter CounterOf(int place, ZoneInfo zone)
    {
        if (place < _recent.Count && ReferenceEquals(_recent.Items[place].Zone, zone)) return _recent.Items[place];
        var counter = Find(zone);
        if (place == _recent.Count) _recent.Add(counter);
        else if (place < _recent.Count) _recent.Items[place] = counter;
        return counter;
    }

    private ZoneCounter Find(ZoneInfo zone)
    {
        if (_counters.TryGetValue((zone.Sensor, zone.Path), out var counter)) return counter;
        counter = new ZoneCounter(zone);
        _counters.Add((zone.Sensor, zone.Path), counter);
        _ordered = [.. _counters.Values.OrderBy(c => c.Zone.Sensor, StringComparer.Ordinal).ThenBy(c => c.Zone.Path, StringComparer.Ordinal)];
        return counter;
    }
}
