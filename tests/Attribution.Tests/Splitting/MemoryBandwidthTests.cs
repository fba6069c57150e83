using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;
using Wattshare.Attribution.Tracing;

namespace Wattshare.Attribution.Tests.Splitting;

/// <summary>Who gets the 12 J that memory draws each second, and beside it the 12 J of the processor.</summary>
public sealed class MemoryBandwidthTests
{
    private const long Ms = 1_000_000;

    private readonly ZoneInfo _package = Hosts.Zone("package-0", idle: 0);
    private readonly ZoneInfo _dram = Hosts.Zone("dram", idle: 0);
    private readonly GroupInfo _a = Hosts.Group(1, Hosts.Container("a"));
    private readonly GroupInfo _inA = Hosts.Group(2, Hosts.Container("a"), parent: 1);
    private readonly GroupInfo _b = Hosts.Group(3, Hosts.Container("b"));
    private readonly GroupInfo _vm = Hosts.Group(4, vm: Hosts.Vm("vm", 50));
    private readonly SplitTrace _trace = new();
    private readonly Attributor _attributor;
    private int _second;

    public MemoryBandwidthTests() => _attributor = new Attributor(new AttributionRules()) { Trace = _trace };

    [Fact]
    public void The_monitored_get_the_share_of_their_traffic_and_the_others_share_the_rest_by_time()
    {
        // a did a quarter of the time and half of the traffic.
        Take([(_a, 0), (_b, 0), (_vm, 0)], [(1, 9, _a, 0), (9, 0, null, 0)]);
        var report = Take([(_a, 100 * Ms), (_b, 100 * Ms), (_vm, 200 * Ms)], [(1, 9, _a, 5_000), (9, 0, null, 10_000)]);
        Assert.Equal((6_000_000, 2_000_000, 4_000_000), Active(report, Component.Dram));
        Assert.Equal((3_000_000, 3_000_000, 6_000_000), Active(report, Component.Cpu));
        Assert.Equal((ActiveRule.MemoryBandwidth, ActiveRule.CpuTime), (Rule(report, Component.Dram), Rule(report, Component.Cpu)));
    }

    [Fact]
    public void A_container_is_all_of_its_groups_which_share_by_time()
    {
        Take([(_a, 0), (_inA, 0), (_b, 0)], [(1, 9, _a, 0), (9, 0, null, 0)]);
        var report = Take([(_a, 400 * Ms), (_inA, 300 * Ms), (_b, 400 * Ms)], [(1, 9, _a, 3_000), (9, 0, null, 4_000)]);
        Assert.Equal((9_000_000, 3_000_000, 0), Active(report, Component.Dram));
        var parts = _trace.Components[(int)Component.Dram].Parts.Where(part => part.Group is not null).ToDictionary(part => part.Group!.Id, part => part.Microjoules);
        Assert.Equal((2_250_000, 6_750_000), (parts[1], parts[2]));
    }

    [Fact]
    public void A_machine_is_the_group_of_its_scope()
    {
        Take([(_vm, 0), (_b, 0)], [(1, 0, _vm, 0), (9, 0, null, 0)]);
        var report = Take([(_vm, 100 * Ms), (_b, 900 * Ms)], [(1, 0, _vm, 2_000), (9, 0, null, 1_000)]);
        Assert.Equal((0, 4_000_000, 8_000_000), Active(report, Component.Dram));
    }

    [Fact]
    public void Where_every_process_stands_for_itself_it_has_the_pool_of_its_group()
    {
        // As the BPF source tells it: groups without a reading of their own.
        ProcessInfo[] processes = [Hosts.Process(1, _a), Hosts.Process(2, _inA), Hosts.Process(3, _b), Hosts.Process(4)];
        Take([], [(1, 9, _a, 0), (9, 0, null, 0)], s => Add(s, processes, 0));
        var report = Take([], [(1, 9, _a, 1_000), (9, 0, null, 4_000)], s => Add(s, processes, 100 * Ms));
        Assert.Equal((3_000_000, 4_500_000, 0), Active(report, Component.Dram));
        Assert.Equal(4_500_000, report.System.LastInterval[Component.Dram]);
    }

    [Fact]
    public void Several_groups_of_one_machine_add_up()
    {
        Take([(_vm, 0), (_b, 0)], [(1, 9, _vm, 0), (2, 9, _vm, 0), (9, 0, null, 0)]);
        var report = Take([(_vm, 500 * Ms), (_b, 500 * Ms)], [(1, 9, _vm, 100), (2, 9, _vm, 200), (9, 0, null, 400)]);
        Assert.Equal((0, 3_000_000, 9_000_000), Active(report, Component.Dram));
    }

    [Fact]
    public void Traffic_of_somebody_without_time_goes_with_that_of_the_others()
    {
        Take([(_a, 0), (_b, 0)], [(1, 9, _a, 0), (9, 0, null, 0)]);
        var report = Take([(_a, 0), (_b, 500 * Ms)], [(1, 9, _a, 3_000), (9, 0, null, 4_000)]);
        Assert.Equal((0, 12_000_000, 0), Active(report, Component.Dram));
        Assert.Equal(ActiveRule.MemoryBandwidth, Rule(report, Component.Dram));
    }

    [Fact]
    public void Where_nobody_else_used_time_the_monitored_get_all()
    {
        Take([(_a, 0), (_vm, 0)], [(1, 9, _a, 0), (2, 9, _vm, 0), (9, 0, null, 0)]);
        var report = Take([(_a, 100 * Ms), (_vm, 500 * Ms)], [(1, 9, _a, 3_000), (2, 9, _vm, 1_000), (9, 0, null, 9_000)]);
        Assert.Equal((9_000_000, 0, 3_000_000), Active(report, Component.Dram));
    }

    [Theory]
    [InlineData(-1, 10_000)]
    [InlineData(5_000, -1)]
    [InlineData(5_000, long.MaxValue)]
    public void An_interval_that_is_not_known_goes_by_time_and_says_so(long part, long whole)
    {
        Take([(_a, 0), (_b, 0)], [(1, 9, _a, 0), (9, 0, null, 0)]);
        var report = Take([(_a, 100 * Ms), (_b, 300 * Ms)], [(1, 9, _a, part), (9, 0, null, whole)]);
        Assert.Equal((3_000_000, 9_000_000, 0), Active(report, Component.Dram));
        Assert.Equal(ActiveRule.CpuTime, Rule(report, Component.Dram));
    }

    [Fact]
    public void When_nobody_ran_nobody_gets_it()
    {
        Take([(_a, 0)], [(1, 9, _a, 0), (9, 0, null, 0)]);
        var report = Take([(_a, 0)], [(1, 9, _a, 5), (9, 0, null, 10)]);
        Assert.Equal(12_000_000, report.Unattributed.Single(row => row.Reason == UnattributedReason.NoUsage).Energy.LastInterval[Component.Dram]);
    }

    [Fact]
    public void Interrupts_and_skew_are_among_the_others()
    {
        Take([(_a, 0)], [(1, 9, _a, 0), (9, 0, null, 0)], s => s.Cpu = new CpuTimes(0, 0, 0));
        var report = Take([(_a, 100 * Ms)], [(1, 9, _a, 1_000), (9, 0, null, 4_000)], s => s.Cpu = new CpuTimes(500 * Ms, 100 * Ms, 0));
        Assert.Equal((3_000_000, 0, 0), Active(report, Component.Dram));
        Assert.Equal(9_000_000, report.Unattributed.Sum(row => row.Energy.LastInterval[Component.Dram]));
    }

    [Fact]
    public void Every_pool_is_written_down()
    {
        Take([(_a, 0), (_b, 0)], [(1, 9, _a, 0), (9, 0, null, 0)]);
        Take([(_a, 100 * Ms), (_b, 300 * Ms)], [(1, 9, _a, 5_000), (9, 0, null, 15_000)]);
        var split = _trace.Components[(int)Component.Dram];
        Assert.Equal(
            [(null, 10_000, 8_000_000, 300 * Ms), (_a, 5_000L, 4_000_000, 100 * Ms)],
            split.Pools.Select(pool => (pool.Monitored, pool.Bytes, pool.Microjoules, pool.TotalWeight)));
        Assert.Equal([5_000L, 15_000L], _trace.After!.Traffic.Select(reading => reading.Bytes));
    }

    private static void Add(HostSample sample, ProcessInfo[] processes, long cpu)
    {
        foreach (var process in processes) sample.Processes.Add(new ProcessReading(process, cpu, Newborn: false, Ended: false));
    }

    private PowerReport Take((GroupInfo Group, long Cpu)[] groups, (long Monitor, long Control, GroupInfo? Target, long Bytes)[] traffic, Action<HostSample>? more = null)
    {
        var energy = ++_second * 12_000_000L;
        var sample = Hosts.Sample(_second * Hosts.Second, (_package, Component.Cpu, energy), (_dram, Component.Dram, energy));
        foreach (var (group, cpu) in groups) sample.Groups.Add(new GroupReading(group, cpu, Ended: false));
        foreach (var (monitor, control, target, bytes) in traffic) sample.Traffic.Add(new TrafficReading(monitor, control, target, bytes));
        more?.Invoke(sample);
        var report = _attributor.Advance(sample);
        Hosts.AssertIdentity(report);
        return report;
    }

    private static ActiveRule Rule(PowerReport report, Component component) => report.Attribution.Single(row => row.Component == component).Active;

    private static (long A, long B, long Vm) Active(PowerReport report, Component component) => (
        report.Containers.SingleOrDefault(row => row.Container?.Id == "a")?.Active.LastInterval[component] ?? 0,
        report.Containers.SingleOrDefault(row => row.Container?.Id == "b")?.Active.LastInterval[component] ?? 0,
        report.Vms.SingleOrDefault()?.Active.LastInterval[component] ?? 0);
}
