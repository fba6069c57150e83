using Wattshare.Attribution.Ledgers;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Tracing;
using Wattshare.Attribution.Usage;

namespace Wattshare.Attribution.Splitting;

/// <summary>
/// Gives the active energy of an interval to those who used it: at level one to groups, processes without a group, and busy time that
/// nobody claims, by the first rule that holds; at level two to the processes of each group, by their CPU time. One thread; allocates
/// nothing in steady state.
/// </summary>
/// <param name="usage">Who used CPU time.</param>
/// <param name="rows">Gets what ended processes used.</param>
/// <param name="unattributed">Gets what belongs to nobody.</param>
/// <param name="rules">The rules, the best first.</param>
internal sealed class EnergySplit(UsageTracker usage, ProcessRows rows, UnattributedEnergy unattributed, params ISplitRule[] rules)
{
    private readonly SplitPools _pools = new();
    private readonly ActiveRule[] _used = new ActiveRule[Components.Count];

    /// <summary>The rule by which a component was divided last.</summary>
    /// <param name="component">The component.</param>
    /// <returns>The rule; the last one where there was no energy to divide since.</returns>
    public ActiveRule RuleOf(Component component) => _used[(int)component];

    /// <summary>Divides the energy of one component.</summary>
    /// <param name="component">The component.</param>
    /// <param name="active">Its active energy in microjoules.</param>
    /// <param name="trace">Writes down what is done, or null.</param>
    public void Split(Component component, long active, SplitTrace? trace)
    {
        if (active == 0 && trace is null) return;
        _pools.Clear();
        var rule = Choose(component, active);
        trace?.Divide(rule?.Rule ?? ActiveRule.CpuTime, _pools.All);
        if (rule is null)
        {
            Leave(component, UnattributedReason.NoUsage, default, active, trace);
            return;
        }

        if (active > 0) _used[(int)component] = rule.Rule;
        foreach (var group in usage.ActiveGroups) SplitGroup(component, group, rule.StakeOf(group), trace);
        foreach (var process in usage.Alone) Give(component, process, rule.StakeOf(process), trace);
        Leave(component, UnattributedReason.Interrupt, rule.StakeOf(UnattributedReason.Interrupt), trace);
        Leave(component, UnattributedReason.Skew, rule.StakeOf(UnattributedReason.Skew), trace);
    }

    private ISplitRule? Choose(Component component, long active)
    {
        foreach (var rule in rules)
            if (rule.TryBegin(component, active, _pools)) return rule;
        return null;
    }

    /// <summary>Level two: the members of a group that are still there, and those that ended.</summary>
    private void SplitGroup(Component component, GroupState group, Stake stake, SplitTrace? trace)
    {
        var energy = _pools.Next(stake);
        if (energy == 0 && trace is null) return;
        trace?.Group(group, stake, energy);
        var parts = new Apportioner(energy, group.MemberSum + group.EndedMembers);
        foreach (var process in usage.MembersOf(group))
        {
            var part = parts.Next(process.Used);
            Give(component, process, part);
            trace?.Member(process, part);
        }

        var ended = parts.Next(group.EndedMembers);
        group.Owner.Add(component, ended);
        rows.AddOther(component, ended);
        trace?.Ended(group, ended);
    }

    private void Give(Component component, ProcessState process, Stake stake, SplitTrace? trace)
    {
        var energy = _pools.Next(stake);
        Give(component, process, energy);
        trace?.Alone(process, stake, energy);
    }

    private static void Give(Component component, ProcessState process, long energy)
    {
        process.Energy[component] += energy;
        process.Owner.Add(component, energy);
    }

    private void Leave(Component component, UnattributedReason reason, Stake stake, SplitTrace? trace) =>
        Leave(component, reason, stake, _pools.Next(stake), trace);

    private void Leave(Component component, UnattributedReason reason, Stake stake, long energy, SplitTrace? trace)
    {
        unattributed.Add(component, reason, energy);
        trace?.Unattributed(reason, stake, energy);
    }
}
