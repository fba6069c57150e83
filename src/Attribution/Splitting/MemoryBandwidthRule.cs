using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;
using Wattshare.Attribution.Usage;

namespace Wattshare.Attribution.Splitting;

/// <summary>
/// The energy of memory by the traffic that the kernel counted (resctrl): a pool for each group or container that is monitored by itself, and
/// one for all others; in each pool CPU time is the weight. Traffic of somebody who used no CPU time in the interval (the last writes of
/// a cache are late) goes with that of the others.
/// </summary>
/// <param name="usage">What was used in the interval.</param>
/// <param name="traffic">The memory traffic of the interval.</param>
internal sealed class MemoryBandwidthRule(UsageTracker usage, MemoryTraffic traffic) : ISplitRule
{
    private const int Others = 0;

    private readonly Dictionary<long, int> _byGroup = [];
    private readonly Dictionary<string, int> _byContainer = new(StringComparer.Ordinal);
    private readonly Buffer<Pool> _pools = new();

    /// <inheritdoc/>
    public ActiveRule Rule => ActiveRule.MemoryBandwidth;

    /// <inheritdoc/>
    public bool TryBegin(Component component, long active, SplitPools pools)
    {
        if (component != Component.Dram || !traffic.IsKnown) return false;
        TakeTraffic();
        TakeTime();
        var total = Settle();
        if (total == 0) return false;
        var parts = new Apportioner(active, total);
        foreach (ref readonly var pool in _pools.Items)
            pools.Add(new PoolInfo(parts.Next(pool.Bytes), pool.Nanoseconds) { Bytes = pool.Bytes, Monitored = pool.Target });
        return true;
    }

    /// <inheritdoc/>
    public Stake StakeOf(GroupState group) => new(PoolOf(group.Info), group.Own);

    /// <inheritdoc/>
    public Stake StakeOf(ProcessState process) => new(PoolOf(process.Info.Group), process.Used);

    /// <inheritdoc/>
    public Stake StakeOf(UnattributedReason reason) => new(Others, usage.Host.Unclaimed(reason));

    private void TakeTraffic()
    {
        _byGroup.Clear();
        _byContainer.Clear();
        _pools.Clear();
        _pools.Add(default);
        var rest = traffic.Total;
        foreach (ref readonly var share in traffic.Shares)
        {
            var place = PlaceOf(share.Target);
            _pools.Items[place] = _pools.Items[place] with { Bytes = _pools.Items[place].Bytes + share.Bytes };
            rest -= share.Bytes;
        }

        _pools.Items[Others] = new Pool(null, rest, 0);
    }

    /// <summary>The pool of a target, which is made when it has none. A container stands for all of its groups.</summary>
    private int PlaceOf(GroupInfo target)
    {
        if (_byGroup.TryGetValue(target.Id, out var place)) return place;
        place = _pools.Count;
        _pools.Add(new Pool(target, 0, 0));
        _byGroup.Add(target.Id, place);
        if (target is { Vm: null, Container: { } container }) _byContainer[container.Id] = place;
        return place;
    }

    /// <summary>The pool of a group, also where groups have no counter of their own and every process stands for itself.</summary>
    private int PoolOf(GroupInfo? group)
    {
        if (group is null) return Others;
        if (_byGroup.TryGetValue(group.Id, out var place)) return place;
        return group.Container is { } container && _byContainer.TryGetValue(container.Id, out place) ? place : Others;
    }

    private void TakeTime()
    {
        foreach (var process in usage.Alone) AddTime(PoolOf(process.Info.Group), process.Used);
        foreach (var group in usage.ActiveGroups) AddTime(PoolOf(group.Info), group.Own);
        AddTime(Others, usage.Host.Interrupt + usage.Host.Skew);
    }

    private void AddTime(int place, long nanoseconds)
    {
        ref var pool = ref _pools.Items[place];
        pool = pool with { Nanoseconds = pool.Nanoseconds + nanoseconds };
    }

    /// <summary>Takes traffic that nobody in its pool can be charged for to the others, or out where there are none.</summary>
    private long Settle()
    {
        var pools = _pools.Items;
        var total = 0L;
        for (var i = pools.Length - 1; i >= 0; i--)
        {
            if (pools[i].Nanoseconds == 0)
            {
                if (i != Others) pools[Others] = pools[Others] with { Bytes = pools[Others].Bytes + pools[i].Bytes };
                pools[i] = pools[i] with { Bytes = 0 };
            }

            total += pools[i].Bytes;
        }

        return total;
    }

    private readonly record struct Pool(GroupInfo? Target, long Bytes, long Nanoseconds);
}
