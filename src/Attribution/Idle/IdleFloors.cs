using System.Collections.Immutable;
using Wattshare.Attribution.Counters;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Attribution.Idle;

/// <summary>
/// The idle power of each component: given by the operator for the packages, else stated by the source itself, else learned.
/// Where the whole-machine meter is the only one, it stands for the packages. One thread.
/// </summary>
/// <param name="configuredMicrowatts">The operator's figure, or null.</param>
internal sealed class IdleFloors(long? configuredMicrowatts)
{
    private readonly IdleFloorEstimator[] _estimators = [new(), new(), new(), new()];
    private readonly IdleShare[] _shares = [new(), new(), new(), new()];
    private readonly IdleFloorRow?[] _rows = new IdleFloorRow?[Components.Count];
    private ImmutableArray<IdleFloorRow>? _published;

    /// <summary>Takes the idle part out of the energy of an interval.</summary>
    /// <param name="interval">The energy.</param>
    /// <param name="busyRatio">The share of busy hardware-thread time, or null when it is unknown.</param>
    /// <param name="meter">The zones, for the idle power that they state and the time that they cover.</param>
    /// <returns>The idle part by component, at most the energy.</returns>
    public ComponentEnergy Take(in IntervalEnergy interval, double? busyRatio, EnergyMeter meter)
    {
        var idle = default(ComponentEnergy);
        foreach (var component in Components.All)
        {
            if (!interval.Measured.Contains(component)) continue;
            var estimator = _estimators[(int)component];
            var covered = meter.CoveredNanoseconds(component);
            if (busyRatio is { } busy && interval.Live.Contains(component)) estimator.Observe(interval.Energy[component], covered, busy);
            else estimator.Forget();
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

    private IdleFloorRow Choose(Component component, ComponentSet measured, IdleFloorEstimator estimator, EnergyMeter meter)
    {
        var packages = measured.Contains(Component.Cpu) ? Component.Cpu : Component.Platform;
        var (source, microwatts) = (IdleFloorSource.Unknown, 0L);
        if (configuredMicrowatts is { } configured && component == packages) (source, microwatts) = (IdleFloorSource.Configured, configured);
        else if (meter.StatedIdleMicrowatts(component) is { } stated) (source, microwatts) = (IdleFloorSource.Stated, stated);
        else if (estimator.FloorMicrowatts is { } learned) (source, microwatts) = (IdleFloorSource.Learned, learned);

        // The row is made anew only when it says something new: the report shares it.
        var last = _rows[(int)component];
        return last is not null && last.Source == source && last.Microwatts == microwatts && last.ObservedSeconds.Equals(estimator.ObservedSeconds)
            ? last
            : new IdleFloorRow(component, source, microwatts, estimator.ObservedSeconds);
    }
}
