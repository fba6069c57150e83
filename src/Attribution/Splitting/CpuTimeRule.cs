using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Usage;

namespace Wattshare.Attribution.Splitting;

/// <summary>One pool, and CPU time for the weights: holds for every component as long as anybody used any.</summary>
/// <param name="usage">What was used in the interval.</param>
internal sealed class CpuTimeRule(UsageTracker usage) : ISplitRule
{
    /// <inheritdoc/>
    public ActiveRule Rule => ActiveRule.CpuTime;

    /// <inheritdoc/>
    public bool TryBegin(Component component, long active, SplitPools pools)
    {
        var total = usage.Claimed + usage.Host.Interrupt + usage.Host.Skew;
        if (total == 0) return false;
        pools.Add(new PoolInfo(active, total));
        return true;
    }

    /// <inheritdoc/>
    public Stake StakeOf(GroupState group) => new(0, group.Own);

    /// <inheritdoc/>
    public Stake StakeOf(ProcessState process) => new(0, process.Used);

    /// <inheritdoc/>
    public Stake StakeOf(UnattributedReason reason) => new(0, usage.Host.Unclaimed(reason));
}
