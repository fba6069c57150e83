using System.Collections.Immutable;
using Wattshare.Attribution.Counters;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Attribution.Idle;

/// <summary>
/// The idle power of each component: given by the operator for the packages, else stated by the source itself, else learned.
/// Where the whole-machine meter is the only one, it stands for the packages. One thread.
/// </summary>
internal sealed class IdleFloors
{
    private readonly long? _configured;
    private readonly ComponentFloor[] _floors;
    private readonly IdleShare[] _shares = [new(), new(), new(), new()];
    private readonly IdleFloorRow?[] _rows = new IdleFloorRow?[Components.Count];
    private ImmutableArray<IdleFloorRow>? _published;

    /// <summary>Begins with what was learned before.</summary>
    /// <param name="configuredMicrowatts">The operator's figure, or null.</param>
    /// <param name="learned">What was learned before a restart.</param>
    /// <param name="packages">How idle energy is parted over packages, to be kept with the rest.</param>
    public IdleFloors(long? configuredMicrowatts, ImmutableArray<LearnedFloor> learned, PackageFloors packages)
    {
        _configured = configuredMicrowatts;
        _floors = Array.ConvertAll(Components.All.ToArray(), component =>
            new ComponentFloor(component, learned.LastOrDefault(floor => floor.Component == component), packages[component]));
    }

    /// <summary>
    /// The components whose power in the last interval can teach what they draw when idle: it is known, and nobody states it. What a model makes of its own
    /// idle power is no knowledge.
    /// </summary>
    public ComponentSet Teaching { get; private set; }

    /// <summary>Takes the idle part out of the energy of an interval.</summary>
    /// <param name="interval">The energy.</param>
    /// <param name="busyRatio">The share of busy hardware-thread time, or null when it is unknown.</param>
    /// <param name="meter">The zones, for the idle power that they state and the time that they cover.</param>
    /// <param name="now">The wall clock, to say when a figure was learned.</param>
    /// <param name="elapsedNanoseconds">The time since the interval before, by the monotonic clock.</param>
    /// <returns>The idle part by component, at most the energy.</returns>
    public ComponentEnergy Take(in IntervalEnergy interval, double? busyRatio, EnergyMeter meter, DateTimeOffset now, long elapsedNanoseconds)
    {
        var idle = default(ComponentEnergy);
        Teaching = default;
        foreach (var component in Components.All)
        {
            if (!interval.Measured.Contains(component)) continue;
            var covered = meter.CoveredNanoseconds(component);
            _floors[(int)component].Pass(elapsedNanoseconds / 1e9);
            _floors[(int)component].Begin(ZoneSignature.Of(meter.Counters, component), now);
            Learn(component, interval, busyRatio, meter, now);
            var row = Choose(component, interval.Measured, meter);
            if (!ReferenceEquals(_rows[(int)component], row)) _published = null;
            _rows[(int)component] = row;
            idle[component] = _shares[(int)component].Take(interval.Energy[component], row.Microwatts, covered);
        }

        return idle;
    }

    /// <summary>The rows of the report.</summary>
    /// <returns>One row for each component that has energy; the same array as long as no row changes.</returns>
    public ImmutableArray<IdleFloorRow> ToRows() => _published ??= RowArrays.Present<IdleFloorRow>(_rows);

    private void Learn(Component component, in IntervalEnergy interval, double? busyRatio, EnergyMeter meter, DateTimeOffset now)
    {
        var floor = _floors[(int)component];
        if (busyRatio is not { } busy || !interval.Live.Contains(component) || meter.StatedIdleMicrowatts(component) is not null)
        {
            floor.Skip();
            return;
        }

        Teaching = Teaching.With(component);
        floor.Observe(interval.Energy[component], meter.CoveredNanoseconds(component), busy, now);
    }

    private IdleFloorRow Choose(Component component, ComponentSet measured, EnergyMeter meter)
    {
        var floor = _floors[(int)component];
        var packages = measured.Contains(Component.Cpu) ? Component.Cpu : Component.Platform;
        var (source, microwatts) = (IdleFloorSource.Unknown, 0L);
        if (_configured is { } configured && component == packages) (source, microwatts) = (IdleFloorSource.Configured, configured);
        else if (meter.StatedIdleMicrowatts(component) is { } stated) (source, microwatts) = (IdleFloorSource.Stated, stated);
        else if (floor.Microwatts is { } learned) (source, microwatts) = (IdleFloorSource.Learned, learned);

        // The row is made anew only when it says something new: the report shares it.
        var row = _rows[(int)component];
        if (row is not null && row.Source == source && row.Microwatts == microwatts && IsOf(row, floor)) return row;
        return new IdleFloorRow(component, source, microwatts, floor.ObservedSeconds) { LastObserved = floor.LastObserved, Learned = floor.Learned };
    }

    private static bool IsOf(IdleFloorRow row, ComponentFloor floor) =>
        row.ObservedSeconds.Equals(floor.ObservedSeconds) && row.LastObserved == floor.LastObserved && ReferenceEquals(row.Learned, floor.Learned);
}
