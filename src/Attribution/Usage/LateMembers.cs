using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Usage;

/// <summary>
/// Members of groups that were not read while they ran. A source that reads long sleepers in rotation finds one that woke up some
/// intervals late. Its group was read all the while, so the time was charged at once, as time that no living member explains; the
/// energy is in the row of all processes that are not shown. Charged again at the late reading, it would take energy from the members
/// that ran then, and leave a debt in the group's <see cref="GroupState.MemberBalance"/> that hides the time of members that end.
/// <para>
/// So where the members claim more than the group used, late ones are relieved of what the group has paid since their last reading.
/// Only the excess is taken: without one, the group's time of this interval explains every claim, and a member that ran just now
/// keeps its time, even when others ended meanwhile. Each nanosecond that was paid relieves one claim at most.
/// </para>
/// <para>
/// The balance still holds. It pays the highest sum so far of what groups used less what members claim, which is right while that
/// sum does not fall but for noise. A late claim made it fall by what had been paid for it; the relief takes exactly that out of the
/// claims. The sum of all claims and of all that was paid stays the time that the groups used.
/// </para>
/// One thread; allocates nothing in steady state.
/// </summary>
internal sealed class LateMembers
{
    private readonly Buffer<ProcessState> _late = new();

    /// <summary>Begins an interval.</summary>
    public void Clear() => _late.Clear();

    /// <summary>Notes a reading of a member, before the interval of its group is settled.</summary>
    /// <param name="process">The process with its new <see cref="ProcessState.Used"/> and what is remembered of the last reading.</param>
    /// <param name="group">Its group now.</param>
    /// <param name="interval">The number of this interval.</param>
    public void Note(ProcessState process, GroupState? group, long interval)
    {
        if (process.Used > 0 && process.Interval < interval - 1 && IsSettledWith(process, group, interval)) _late.Add(process);
        else Remember(process, group);
    }

    /// <summary>Relieves late members of claims that exceed what their groups used. Groups have their own time and the sum of claims.</summary>
    public void Relieve()
    {
        foreach (var process in _late.Items)
        {
            var group = process.Group!;
            var paid = Math.Min(group.Paid - process.PaidBefore, group.Paid - group.Credited);
            var credit = Math.Min(Math.Min(process.Used, group.Excess), paid);
            Remember(process, group);
            if (credit <= 0) continue;
            process.Used -= credit;
            group.MemberSum -= credit;
            group.Excess -= credit;
            group.Credited += credit;
            if (process.Used == 0) group.MemberCount--;
        }
    }

    /// <summary>Only a group that was read now, and in which the process was before, can say what it paid meanwhile.</summary>
    private static bool IsSettledWith(ProcessState process, GroupState? group, long interval) =>
        group is not null && ReferenceEquals(process.Group, group) && group.Interval == interval && group.Paid > process.PaidBefore;

    private static void Remember(ProcessState process, GroupState? group) => (process.Group, process.PaidBefore) = (group, group?.Paid ?? 0);
}
