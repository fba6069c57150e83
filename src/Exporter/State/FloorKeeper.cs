using Wattshare.Attribution.Idle;
using Wattshare.Exporter.Sampling;

namespace Wattshare.Exporter.State;

/// <summary>Keeps the learned idle floors of the published report now and then, and when the program ends. A reader like any other: it has no effect on any value.</summary>
/// <param name="latest">The published report.</param>
/// <param name="save">Writes floors; false when that failed.</param>
/// <param name="time">The clock of the waits.</param>
internal sealed class FloorKeeper(Latest latest, Func<IReadOnlyList<LearnedFloor>, bool> save, TimeProvider time)
{
    /// <summary>The time between two looks: what a kill of the program can cost.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    private List<LearnedFloor> _kept = [];

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
        if (floors.Count == 0 || floors.SequenceEqual(_kept, ReferenceEqualityComparer.Instance)) return;
        if (save(floors)) _kept = floors;
    }
}
