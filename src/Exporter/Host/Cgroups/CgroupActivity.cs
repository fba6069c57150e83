using Wattshare.Attribution.Sampling;

namespace Wattshare.Exporter.Host.Cgroups;

/// <summary>
/// Whether the processes that are in a group itself, and not in a group below it, used CPU time. Counters hold what is below them as well,
/// so this is the group's counter without those of its children. They are read one after the other, parents first, and what runs
/// meanwhile makes the difference too small: it is compared with the smallest so far, so that it is noticed a little too often and never too late.
/// Pure; sampling thread only.
/// </summary>
internal sealed class CgroupActivity
{
    /// <summary>
    /// What a group with children may use unnoticed, in nanoseconds. Less than the clock tick in which the time of a process is told,
    /// so that nothing is hidden that could be seen.
    /// </summary>
    public const long Tolerance = 1_000_000;

    private long _departed;
    private long _own = -1;

    /// <summary>The counter at the last look, in nanoseconds, or -1 before the first.</summary>
    public long Seen { get; private set; } = -1;

    /// <summary>The tick of the last look at which the group's own processes had used time, or of the first.</summary>
    public long MovedTick { get; private set; }

    /// <summary>Takes over the counter.</summary>
    /// <param name="nanoseconds">The counter.</param>
    /// <returns>False when it is as it was, so that nobody ran here or below.</returns>
    public bool Look(long nanoseconds)
    {
        if (nanoseconds == Seen) return false;
        Seen = nanoseconds;
        return true;
    }

    /// <summary>Says that a child is gone with what it had used.</summary>
    /// <param name="child">The child.</param>
    public void Lose(CgroupActivity child) => _departed = CpuClock.Add(_departed, Math.Max(child.Seen, 0));

    /// <summary>Says that the group is to be taken for one that moved, since its counter does not tell.</summary>
    /// <param name="tick">The tick.</param>
    public void Assume(long tick) => MovedTick = tick;

    /// <summary>Tells own time from that of the children after all were looked at.</summary>
    /// <param name="children">The groups below.</param>
    /// <param name="tick">The tick.</param>
    public void Settle(List<CgroupNode> children, long tick)
    {
        var below = _departed;
        foreach (var child in children) below = CpuClock.Add(below, Math.Max(child.Activity.Seen, 0));
        var own = CpuClock.Wrap(unchecked((ulong)Seen - (ulong)below));
        var more = CpuClock.Difference(own, _own);
        var moved = _own < 0 || children.Count == 0 || more > Tolerance;
        if (moved) MovedTick = tick;
        if (moved || more < 0) _own = own;
    }
}
