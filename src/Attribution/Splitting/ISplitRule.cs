using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Usage;

namespace Wattshare.Attribution.Splitting;

/// <summary>
/// How the active energy of one component is divided at level one: it is put into pools, and everybody who may get a part has a stake in
/// exactly one of them. Rules are asked in order for each component of each interval, and the first that holds is used. One thread;
/// allocates nothing in steady state.
/// </summary>
internal interface ISplitRule
{
    /// <summary>The name for the report.</summary>
    ActiveRule Rule { get; }

    /// <summary>
    /// Puts the energy into pools. The weights of all stakes in a pool and <see cref="PoolInfo.PassedWeight"/> must add up to its total, and the
    /// pools, without what is passed on from one to another, to the energy.
    /// </summary>
    /// <param name="component">The component.</param>
    /// <param name="active">The energy to divide, in microjoules; 0 also when it is only to be explained.</param>
    /// <param name="pools">Empty; to be filled when the rule holds, and left as it is when it does not.</param>
    /// <returns>False when the rule does not hold for the component, or not in this interval.</returns>
    bool TryBegin(Component component, long active, SplitPools pools);

    /// <summary>The stake of a group with CPU time in this interval.</summary>
    /// <param name="group">One of <see cref="UsageTracker.ActiveGroups"/>.</param>
    /// <returns>The stake.</returns>
    Stake StakeOf(GroupState group);

    /// <summary>The stake of a process that is in no group.</summary>
    /// <param name="process">One of <see cref="UsageTracker.Alone"/>.</param>
    /// <returns>The stake.</returns>
    Stake StakeOf(ProcessState process);

    /// <summary>The stake of busy time that nobody claims.</summary>
    /// <param name="reason"><see cref="UnattributedReason.Interrupt"/> or <see cref="UnattributedReason.Skew"/>.</param>
    /// <returns>The stake.</returns>
    Stake StakeOf(UnattributedReason reason);
}
