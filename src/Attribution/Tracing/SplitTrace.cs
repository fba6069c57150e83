using Wattshare.Attribution.Ledgers;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;
using Wattshare.Attribution.Splitting;
using Wattshare.Attribution.Usage;

namespace Wattshare.Attribution.Tracing;

/// <summary>
/// Writes down what an <see cref="Attributor"/> does in an interval: what it was given, every weight, and every part that came of it. It
/// explains the real split, since it sees nothing else, and it decides nothing. Holds the last interval only. One thread.
/// </summary>
public sealed class SplitTrace
{
    private readonly List<ComponentSplit> _components = [];
    private List<SplitPart> _parts = [];
    private readonly List<IdleSplit> _idle = [];
    private List<SplitPart>? _members;
    private List<SplitPart> _carriers = [];

    /// <summary>The sample that began the interval, or null before the second one.</summary>
    public TracedSample? Before { get; private set; }

    /// <summary>The sample that ended the interval, or null before the first one.</summary>
    public TracedSample? After { get; private set; }

    /// <summary>
    /// The division of each component, measured or not, in the order of their values. All have the same parts in the same order; the weights
    /// are the same where the rule is.
    /// </summary>
    public IReadOnlyList<ComponentSplit> Components => _components;

    /// <summary>How the idle energy of each component was given out, measured or not, in the order of their values.</summary>
    public IReadOnlyList<IdleSplit> Idle => _idle;

    /// <summary>Begins an interval.</summary>
    /// <param name="sample">The sample that ends it.</param>
    internal void Begin(HostSample sample)
    {
        (Before, After) = (After, new TracedSample(sample));
        _components.Clear();
        _idle.Clear();
    }

    /// <summary>Begins the division of a component.</summary>
    /// <param name="component">The component.</param>
    /// <param name="active">The energy that is divided.</param>
    /// <param name="covered">The time that the component's energy was drawn in.</param>
    internal void Begin(Component component, long active, long covered)
    {
        _parts = [];
        _components.Add(new ComponentSplit(component, active, covered, _parts));
    }

    /// <summary>Says how the energy of the component is divided.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="pools">What it was put into.</param>
    internal void Divide(ActiveRule rule, ReadOnlySpan<PoolInfo> pools) =>
        _components[^1] = _components[^1] with { Rule = rule, Pools = [.. pools] };

    /// <summary>A group of level one. What follows is its members', until <see cref="Ended"/>.</summary>
    /// <param name="group">The group.</param>
    /// <param name="stake">Its stake.</param>
    /// <param name="microjoules">Its energy.</param>
    internal void Group(GroupState group, Stake stake, long microjoules)
    {
        _members = [];
        _parts.Add(PartOf(_parts, stake, microjoules) with { Group = group.Info, Members = _members });
    }

    /// <summary>A process of the present group.</summary>
    /// <param name="process">The process.</param>
    /// <param name="microjoules">Its energy.</param>
    internal void Member(ProcessState process, long microjoules) => Process(_members!, process, new Stake(0, process.Used), microjoules);

    /// <summary>A process of level one.</summary>
    /// <param name="process">The process.</param>
    /// <param name="stake">Its stake.</param>
    /// <param name="microjoules">Its energy.</param>
    internal void Alone(ProcessState process, Stake stake, long microjoules) => Process(_parts, process, stake, microjoules);

    /// <summary>The last part of a group: what no living member explains.</summary>
    /// <param name="group">The group.</param>
    /// <param name="microjoules">The energy.</param>
    internal void Ended(GroupState group, long microjoules)
    {
        if (_members is { } parts && group.EndedMembers > 0)
        {
            parts.Add(PartOf(parts, new Stake(0, group.EndedMembers), microjoules) with
            {
                Vm = group.Owner.Vm,
                Container = group.Owner.Container,
            });
        }

        _members = null;
    }

    /// <summary>Energy that belongs to nobody.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="stake">The stake, nothing without CPU time.</param>
    /// <param name="microjoules">The energy.</param>
    internal void Unattributed(UnattributedReason reason, Stake stake, long microjoules) =>
        _parts.Add(PartOf(_parts, stake, microjoules) with { Reason = reason });

    /// <summary>Begins to give out the idle energy of a component.</summary>
    /// <param name="component">The component.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="idle">The energy.</param>
    /// <param name="total">The sum of all weights, with what nobody carries; 0 when nobody carries any.</param>
    internal void BeginIdle(Component component, IdleRule rule, long idle, long total)
    {
        _carriers = [];
        _idle.Add(new IdleSplit(component, rule, idle, total, _carriers));
    }

    /// <summary>What a virtual machine or container carries.</summary>
    /// <param name="account">Its account.</param>
    /// <param name="weight">Its weight.</param>
    /// <param name="microjoules">The energy.</param>
    internal void Carrier(Account account, long weight, long microjoules) =>
        _carriers.Add(PartOf(_carriers, new Stake(0, weight), microjoules) with { Vm = account.Vm, Container = account.Container });

    private static void Process(List<SplitPart> parts, ProcessState process, Stake stake, long microjoules) =>
        parts.Add(PartOf(parts, stake, microjoules) with
        {
            Process = process.Info,
            Vm = process.Owner.Vm,
            Container = process.Owner.Container,
        });

    private static SplitPart PartOf(List<SplitPart> parts, Stake stake, long microjoules)
    {
        var last = parts.FindLast(part => part.Pool == stake.Pool);
        return new SplitPart(stake.Weight, last is null ? 0 : last.Before + last.Weight, microjoules) { Pool = stake.Pool };
    }
}
