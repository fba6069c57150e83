using Wattshare.Attribution.Ledgers;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;
using Wattshare.Attribution.Splitting;
using Wattshare.Attribution.Usage;

namespace Wattshare.Attribution.Tests.Ledgers;

/// <summary>However far the division of an interval came, its energy is there once it is closed, and both sums are true.</summary>
public sealed class SettlementTests
{
    private readonly Ledger _ledger = new();
    private readonly ProcessRows _rows = new(limit: 2);
    private readonly UnattributedEnergy _unattributed = new();
    private readonly UsageTracker _usage;
    private readonly Settlement _settlement;

    public SettlementTests()
    {
        _usage = new UsageTracker(_ledger);
        _settlement = new Settlement(_ledger, _rows, _unattributed);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 250)]
    [InlineData(3, 750)]
    [InlineData(4, 1000)]
    public void What_a_split_that_fails_did_not_give_out_is_nobodys(int parts, int given)
    {
        Use(0);
        Use(1_000_000);
        var split = new EnergySplit(_usage, _rows, _unattributed, new FailingRule(_usage, parts));
        Assert.Throws<InvalidOperationException>(() => split.Split(Component.Cpu, 1000, null));
        Close(host: 1000);
        Assert.Equal((given, 1000L - given), (_ledger.AddUp().Active[Component.Cpu], Fault));
        Assert.Equal(given, _rows.Total[Component.Cpu]);
    }

    [Fact]
    public void Books_that_are_in_order_stay_as_they_are()
    {
        var account = _ledger.Acquire(Hosts.Group(1, Hosts.Container("a")));
        account.Add(Component.Cpu, 30);
        account.AddIdle(Component.Cpu, 20);
        _ledger.System.Add(Component.Cpu, 10);
        _rows.AddOther(Component.Cpu, 40);
        _unattributed.Add(Component.Cpu, UnattributedReason.Skew, 5);
        _settlement.Close(Energy(100), Energy(35));
        Assert.Equal((0L, 40L), (Fault, _rows.Other.Cumulative[Component.Cpu]));

        // What was retired, and what was closed before, counts as well; and nothing is ever taken back.
        account.Release();
        _ledger.EndInterval(1, 0);
        _ledger.EndInterval(2, 0);
        _settlement.Close(Energy(107), Energy(35));
        _settlement.Close(Energy(107), Energy(35));
        _settlement.Close(Energy(90), Energy(35));
        Assert.Equal((7L, 40L), (Fault, _rows.Other.Cumulative[Component.Cpu]));
    }

    private long Fault => _unattributed.ToRows().SingleOrDefault(row => row.Reason == UnattributedReason.Fault)?.Energy.Cumulative[Component.Cpu] ?? 0;

    private static ComponentEnergy Energy(long microjoules)
    {
        var energy = default(ComponentEnergy);
        energy[Component.Cpu] = microjoules;
        return energy;
    }

    private void Close(long host) => _settlement.Close(Energy(host), default);

    /// <summary>Two groups with one process each, and two processes without, all of which used as much.</summary>
    private void Use(long nanoseconds)
    {
        var sample = Hosts.Sample(1 + nanoseconds);
        for (var i = 1; i <= 4; i++)
        {
            var group = i <= 2 ? Hosts.Group(i, Hosts.Container("c" + i)) : null;
            if (group is not null) sample.Groups.Add(new GroupReading(group, nanoseconds, false));
            sample.Processes.Add(new ProcessReading(Hosts.Process(i, group), nanoseconds, false, false));
        }

        _usage.Advance(sample, nanoseconds);
    }

    /// <summary>Divides by CPU time, until it fails.</summary>
    private sealed class FailingRule(UsageTracker usage, int parts) : ISplitRule
    {
        private int _left = parts;

        public ActiveRule Rule => ActiveRule.CpuTime;

        public bool TryBegin(Component component, long active, SplitPools pools)
        {
            pools.Add(new PoolInfo(active, usage.Claimed));
            return true;
        }

        public Stake StakeOf(GroupState group) => Next(group.Own);

        public Stake StakeOf(ProcessState process) => Next(process.Used);

        public Stake StakeOf(UnattributedReason reason) => Next(0);

        private Stake Next(long weight) => _left-- > 0 ? new Stake(0, weight) : throw new InvalidOperationException("A defect.");
    }
}
