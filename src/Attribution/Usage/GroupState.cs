using Wattshare.Attribution.Counters;
using Wattshare.Attribution.Ledgers;
using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Usage;

/// <summary>What is remembered of one group between samples. One thread.</summary>
internal sealed class GroupState
{
    /// <summary>The latest description.</summary>
    public required GroupInfo Info { get; set; }

    /// <summary>The account that carries what the group's ended members used.</summary>
    public required Account Owner { get; set; }

    /// <summary>The CPU time at the last reading, in nanoseconds.</summary>
    public long LastCpu { get; set; }

    /// <summary>The CPU time that the counter showed before it fell, or 0 when it did not.</summary>
    public long FellFrom { get; set; }

    /// <summary>The instant of the last reading, in nanoseconds.</summary>
    public long ReadAt { get; set; }

    /// <summary>The number of the interval of the last reading.</summary>
    public long Interval { get; set; }

    /// <summary>CPU time of the group, child groups included, since the last reading.</summary>
    public long Difference { get; set; }

    /// <summary>CPU time of the child groups that was not yet taken out.</summary>
    public long ChildSum { get; set; }

    /// <summary>CPU time of the group without its child groups in this interval.</summary>
    public long Own { get; set; }

    /// <summary>The sum of the CPU time of the members that were read in this interval.</summary>
    public long MemberSum { get; set; }

    /// <summary>CPU time in this interval that no living member explains.</summary>
    public long EndedMembers { get; set; }

    /// <summary>CPU time that was ever charged as <see cref="EndedMembers"/>.</summary>
    public long Paid { get; set; }

    /// <summary>The part of <see cref="Paid"/> that was found to be a living member's; see <see cref="LateMembers"/>.</summary>
    public long Credited { get; set; }

    /// <summary>By how much the members claim more than the group used in this interval.</summary>
    public long Excess { get; set; }

    /// <summary>True once the group is gone; it leaves after this interval.</summary>
    public bool Ended { get; set; }

    /// <summary>What the group used in the interval before, child groups included.</summary>
    public long Recent { get; set; }

    /// <summary>The group around one that ended; see <see cref="EndedGroups"/>.</summary>
    public GroupState? Container { get; set; }

    /// <summary>The weights of groups that ended in this one and have not had their part yet.</summary>
    public long EndedWeight { get; set; }

    /// <summary>The package that the group was bound to.</summary>
    public PackagePin Pin;

    /// <summary>Evens out parent and child counters that are read at different instants.</summary>
    public Balance OwnBalance;

    /// <summary>Evens out the group's exact time and its members' coarse ticks.</summary>
    public Balance MemberBalance;

    /// <summary>The members that used CPU time in this interval: the first index into the ordered members, and the end.</summary>
    public int MembersBegin { get; set; }

    /// <summary>How many members used CPU time in this interval.</summary>
    public int MemberCount { get; set; }
}
