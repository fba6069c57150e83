using System.Collections.Immutable;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Counters;

/// <summary>
/// Turns the readings of all zones into the energy of the interval by component. A meter of the whole machine contains the
/// processor and the memory: what it shows beyond them is the component <c>platform</c>. One thread.
/// </summary>
public sealed class EnergyMeter
{
    private readonly Dictionary<(string Sensor, string Path), ZoneCounter> _counters = [];
    private ZoneCounter[] _ordered = [];
    private readonly long[] _covered = new long[Components.Count];
    private readonly int[] _counted = new int[Components.Count];
    private Balance _beyond;
    private ComponentSet _measured;

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

    /// <summary>Advances every zone by its reading.</summary>
    /// <param name="readings">The readings of one sample.</param>
    /// <param name="timestampNanoseconds">The instant of the sample on the monotonic clock.</param>
    /// <param name="elapsedNanoseconds">The time since the sample before, 0 at the first.</param>
    /// <returns>The energy of the interval; 0 and nothing live at the first sample.</returns>
    public IntervalEnergy Advance(ReadOnlySpan<ZoneReading> readings, long timestampNanoseconds, long elapsedNanoseconds)
    {
        Array.Clear(_covered);
        Array.Clear(_counted);
        var energy = default(ComponentEnergy);
        var complete = ComponentSet.None;
        var incomplete = ComponentSet.None;
        var platformRebased = false;
        foreach (ref readonly var reading in readings)
        {
            var counter = CounterOf(reading.Zone);
            var step = counter.Advance(reading, timestampNanoseconds);

            // A zone that never gave a value is no part of what is measured; that it is missing is for its own series to say.
            if (reading.CountsAs is not { } component || !counter.HasValue) continue;
            energy[component] += step.Microjoules;
            _covered[(int)component] += step.CoveredNanoseconds;
            _counted[(int)component]++;
            if (reading.Outcome == ReadOutcome.Ok) _measured = _measured.With(component);
            if (step.Kind == ZoneStepKind.Advanced && step.CoveredNanoseconds == elapsedNanoseconds) complete = complete.With(component);
            else incomplete = incomplete.With(component);
            platformRebased |= component == Component.Platform && step.Kind is ZoneStepKind.Rebased or ZoneStepKind.Baseline;
        }

        energy[Component.Platform] = Beyond(energy, platformRebased);
        return new IntervalEnergy(energy, _measured, new ComponentSet(complete.Bits & ~incomplete.Bits));
    }

    /// <summary>The rows of the report, ordered by sensor and path.</summary>
    /// <returns>One row for each zone that was ever seen.</returns>
    public ImmutableArray<SensorRow> ToRows()
    {
        var rows = ImmutableArray.CreateBuilder<SensorRow>(_ordered.Length);
        foreach (var counter in _ordered) rows.Add(counter.ToRow());
        return rows.MoveToImmutable();
    }

    /// <summary>
    /// Meters are updated at different instants, so the difference swings around the truth: only its certain part is paid out.
    /// After the whole-machine meter began anew the comparison begins anew as well.
    /// </summary>
    private long Beyond(in ComponentEnergy energy, bool rebased)
    {
        if (!_measured.Contains(Component.Platform)) return 0;
        if (rebased)
        {
            _beyond.Clear();
            return 0;
        }

        return _beyond.Add(energy[Component.Platform] - energy[Component.Cpu] - energy[Component.Dram], long.MaxValue / 4);
    }

    private ZoneCounter CounterOf(ZoneInfo zone)
    {
        if (_counters.TryGetValue((zone.Sensor, zone.Path), out var counter)) return counter;
        counter = new ZoneCounter(zone);
        _counters.Add((zone.Sensor, zone.Path), counter);
        _ordered = [.. _counters.Values.OrderBy(c => c.Zone.Sensor, StringComparer.Ordinal).ThenBy(c => c.Zone.Path, StringComparer.Ordinal)];
        return counter;
    }
}
