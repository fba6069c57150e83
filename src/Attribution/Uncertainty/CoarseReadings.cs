using Wattshare.Attribution.Usage;

namespace Wattshare.Attribution.Uncertainty;

/// <summary>
/// Finds whose energy depends on CPU times of processes, which procfs tells in ticks. A group's own counter is exact, and where it and its
/// members belong to the same owner, how the time divides among them makes no difference to that owner.
/// </summary>
internal static class CoarseReadings
{
    /// <summary>Counts the readings for every account that depends on them.</summary>
    /// <param name="read">The processes of this interval.</param>
    /// <returns>How many of them the sum of all CPU time depends on: those outside groups.</returns>
    public static int Count(ReadOnlySpan<ProcessState> read)
    {
        var alone = 0;
        foreach (var process in read)
        {
            if (process.Used == 0 || ReferenceEquals(process.Group?.Owner, process.Owner)) continue;
            process.Owner.CoarseReadings++;
            if (process.Group is { } group) group.Owner.CoarseReadings++;
            else alone++;
        }

        return alone;
    }
}
