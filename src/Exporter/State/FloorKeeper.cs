using Wattshare.Attribution.Idle;
using Wattshare.Exporter.Sampling;

namespace Wattshare.Exporter.State;

/// <summary>
/// Keeps the learned idle floors of the published report now and then, and when the program ends. What is kept of a component that this run does
/// not have (its counter cannot be read for now) stays. A reader like any other: it has no effect on any value. One thread at a time.
/// </summary>
/// <param name="latest">The published report.</param>
/// <param name="loaded">What is kept already, at most one floor a component.</param>
/// <param name="save">Writes floors; false when that failed.</param>
/// <param name="time">The clock of the waits.</param>
internal sealed class FloorKeeper(Latest latest, IReadOnlyList<LearnedFloor> loaded, Func<IReadOnlyList<LearnedFloor>, bool> save, TimeProvider time)
{
    /// <summary>The time between two looks: what a kill of the program can cost.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    private IReadOnlyList<LearnedFloor> _kept = loaded;

    /// <summary>Keeps floors until it is told to stop, and then once more.</summary>
    /// <param name="stop">Ends it.</param>
    /// <returns>When it has ended.</returns>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(Interval, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Keep();
        }
    }

    /// <summary>What did not change since it was kept is not written again.</summary>
    private void Keep()
    {
        List<LearnedFloor> floors = [.. latest.Report.IdleFloors.Select(row => row.Learned).OfType<LearnedFloor>()];
        if (floors.TrueForAll(floor => _kept.Contains(floor, ReferenceEqualityComparer.Instance))) return;
        floors.AddRange(_kept.Where(kept => !floors.Exists(floor => floor.Component == kept.Component)));
        floors.Sort(static (one, other) => one.Component.CompareTo(other.Component));
        if (save(floors)) _kept = floors;
    }
}
