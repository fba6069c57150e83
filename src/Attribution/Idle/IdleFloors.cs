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
    /// <summary>So many more idle seconds make what was learned worth keeping again.</summary>
    private const double KeepEverySeconds = 60;

    private readonly long? _configured;
    private readonly PackageFloors _packages;
    private readonly IdleFloorEstimator[] _estimators = [new(), new(), new(), new()];
    private readonly IdleShare[] _shares = [new(), new(), new(), new()];
    private readonly IdleFloorRow?[] _rows = new IdleFloorRow?[Components.Count];
    private readonly DateTimeOffset?[] _lastObserved = new DateTimeOffset?[Components.Count];
    private readonly LearnedFloor?[] _learned = new LearnedFloor?[Components.Count];
    private readonly double[] _keptSeconds = new double[Components.Count];
    private ImmutableArray<IdleFloorRow>? _published;

    /// <summary>Begins with what was learned before.</summary>
    /// <param name="configuredMicrowatts">The operator's figure, or null.</param>
    /// <param name="learned">What was learned before a restart.</param>
    /// <param name="packages">How idle energy is parted over packages, to be kept with the rest.</param>
    public IdleFloors(long? configuredMicrowatts, ImmutableArray<LearnedFloor> learned, PackageFloors packages)
    {
        (_configured, _packages) = (configuredMicrowatts, packages);
        foreach (var floor in learned)
        {
            var component = (int)floor.Component;
            _estimators[component].Restore(floor.Bins.AsSpan());
            (_lastObserved[component], _learned[component], _keptSeconds[component]) = (floor.LastObserved, floor, _estimators[component].ObservedSeconds);
        }
    }

    /// <summary>Takes the idle part out of the energy of an interval.</summary>
    /// <param name="interval">The energy.</param>
    /// <param name="busyRatio">The share of busy hardware-thread time, or null when it is unknown.</param>
    /// <param name="meter">The zones, for the idle power that they state and the time that they cover.</param>
    /// <param name="now">The wall clock, to say when a figure was learned.</param>
    /// <returns>The idle part by component, at most the energy.</returns>
    public ComponentEnergy Take(in IntervalEnergy interval, double? busyRatio, EnergyMeter meter, DateTimeOffset now)
    {
        var idle = default(ComponentEnergy);
        foreach (var component in Components.All)
        {
            if (!interval.Measured.Contains(component)) continue;
            var estimator = _estimators[(int)component];
            var covered = meter.CoveredNanoseconds(component);
            var observed = estimator.ObservedSeconds;
            if (busyRatio is { } busy && interval.Live.Contains(component)) estimator.Observe(interval.Energy[component], covered, busy);
            else estimator.Forget();
            if (estimator.ObservedSeconds > observed) Keep(component, estimator, now);
            var row = Choose(component, interval.Measured, estimator, meter);
            if (!ReferenceEquals(_rows[(int)component], row)) _published = null;
            _rows[(int)component] = row;
            idle[component] = _shares[(int)component].Take(interval.Energy[component], row.Microwatts, covered);
        }

        return idle;
    }

    /// <summary>The rows of the report.</summary>
    /// <returns>One row for each component that has energy; the same array as long as no row changes.</returns>
    public ImmutableArray<IdleFloorRow> ToRows() => _published ??= RowArrays.Present<IdleFloorRow>(_rows);

    /// <summary>Remembers when the last idle second was, and now and then all that was learned: to write that out costs memory.</summary>
    private void Keep(Component component, IdleFloorEstimator estimator, DateTimeOffset now)
    {
        _lastObserved[(int)component] = now;
        if (estimator.ObservedSeconds < _keptSeconds[(int)component] + KeepEverySeconds) return;
        _keptSeconds[(int)component] = estimator.ObservedSeconds;
        _learned[(int)component] = new LearnedFloor(component, now, estimator.ToBins())
        {
            Packages = _packages[component].Learned,
            PackageSeconds = _packages[component].Seconds,
        };
    }

    private IdleFloorRow Choose(Component component, ComponentSet measured, IdleFloorEstimator estimator, EnergyMeter meter)
    {
        var packages = measured.Contains(Component.Cpu) ? Component.Cpu : Component.Platform;
        var (source, microwatts) = (IdleFloorSource.Unknown, 0L);
        if (_configured is { } configured && component == packages) (source, microwatts) = (IdleFloorSource.Configured, configured);
        else if (meter.StatedIdleMicrowatts(component) is { } stated) (source, microwatts) = (IdleFloorSource.Stated, stated);
        else if (estimator.FloorMicrowatts is { } learned) (source, microwatts) = (IdleFloorSource.Learned, learned);

        // The row is made anew only when it says something new: the report shares it.
        var last = _rows[(int)component];
        return last is not null && last.Source == source && last.Microwatts == microwatts && last.ObservedSeconds.Equals(estimator.ObservedSeconds)
            ? last
            : new IdleFloorRow(component, source, microwatts, estimator.ObservedSeconds)
            {
                LastObserved = _lastObserved[(int)component],
                Learned = _learned[(int)component],
            };
    }
}
