using Wattshare.Attribution.Idle;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Tests.Idle;

/// <summary>Who carries the 10 J that a host with a floor of 10 W spends on idling each second.</summary>
public sealed class IdlePolicyTests
{
    private const long Ms = 1_000_000;

    private readonly ZoneInfo _package = Hosts.Zone("package-0", idle: 10_000_000);
    private Attributor _attributor = new(new AttributionRules());
    private int _threads = 8;
    private int _second;

    [Fact]
    public void By_reservation_is_what_there_is_when_nothing_is_said() =>
        Assert.Equal(IdlePolicy.ByReservation, new AttributionRules().IdlePolicy);

    [Fact]
    public void A_machine_carries_the_share_of_its_vcpus_and_a_container_that_of_its_reservation()
    {
        var vm = Machine("vm", 2);
        var group = Group(1, "a", 1500);
        Take(s => Processes(Groups(s, (group, 0)), (vm, 0)));
        var report = Take(s => Processes(Groups(s, (group, 300 * Ms)), (vm, 100 * Ms)));
        Assert.Equal((2_500_000, 1_875_000, 5_625_000), (VmIdle(report, "vm"), ContainerIdle(report, "a"), report.Idle.Cumulative[Component.Cpu]));

        // Use has nothing to do with it, and idle energy nothing with use: 30 J are active.
        Assert.Equal(7_500_000, report.Vms.Single().Active.Cumulative[Component.Cpu]);
        Assert.Equal(22_500_000, report.Containers.Single().Active.Cumulative[Component.Cpu]);
    }

    [Fact]
    public void Who_sleeps_carries_what_it_reserves_all_the_same()
    {
        var vm = Machine("vm", 4);
        Take(s => Processes(s, (vm, 0)));
        Take();
        var report = Take();
        Assert.Equal((10_000_000, 5_000_000), (VmIdle(report, "vm"), report.Vms.Single().Idle.LastInterval[Component.Cpu]));
        Assert.Equal(0, report.Vms.Single().Active.Cumulative[Component.Cpu]);
    }

    [Fact]
    public void Thirds_add_up_to_the_microjoule()
    {
        _threads = 3;
        Take(s => Processes(s, (Machine("a", 1), 0), (Machine("b", 1), 0)));
        var report = Take();
        Assert.Equal((3_333_333, 3_333_333, 3_333_334), (VmIdle(report, "a"), VmIdle(report, "b"), report.Idle.Cumulative[Component.Cpu]));
    }

    [Fact]
    public void Nobody_carries_more_than_the_host()
    {
        Take(s => Processes(s, (Machine("vm", 64), 0)));
        var report = Take();
        Assert.Equal((10_000_000, 0), (VmIdle(report, "vm"), report.Idle.Cumulative[Component.Cpu]));
    }

    [Fact]
    public void Where_more_is_reserved_than_there_is_all_are_scaled_down_to_the_whole()
    {
        // 2 + 2 (of 4, the host has no more) + 1 hardware threads of 2.
        _threads = 2;
        var group = Group(1, "c", 1000);
        Take(s => Processes(Groups(s, (group, 0)), (Machine("a", 2), 0), (Machine("b", 4), 0)));
        var report = Take();
        Assert.Equal((4_000_000, 4_000_000, 2_000_000), (VmIdle(report, "a"), VmIdle(report, "b"), ContainerIdle(report, "c")));
        Assert.Equal(0, report.Idle.Cumulative[Component.Cpu]);
    }

    [Fact]
    public void A_machine_of_which_the_vcpus_are_unknown_reserves_nothing()
    {
        Take(s => Processes(s, (Machine("vm", 0), 0)));
        var report = Take();
        Assert.Equal((0, 10_000_000), (VmIdle(report, "vm"), report.Idle.Cumulative[Component.Cpu]));
    }

    [Theory]
    [InlineData(long.MinValue, 0)]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(long.MaxValue, 10_000_000)]
    public void A_reservation_that_cannot_be_is_cut_to_what_can_be(long reserved, long expected)
    {
        var group = Group(1, "a", reserved);
        Take(s => Groups(s, (group, 0)));
        Assert.Equal(expected, ContainerIdle(Take(), "a"));
    }

    [Theory]
    [InlineData(4000, 1_250_000)]
    [InlineData(2000, 0)]
    public void A_container_with_a_machine_in_it_carries_what_it_reserves_beside_the_machine(long reserved, long expected)
    {
        var group = Group(1, "pod", reserved);
        var vm = Machine("vm", 3, group);
        Take(s => Processes(Groups(s, (group, 0)), (vm, 0), (Hosts.Process(99, group), 0)));
        var report = Take();
        Assert.Equal((3_750_000, expected), (VmIdle(report, "vm"), ContainerIdle(report, "pod")));
        Assert.Equal(10_000_000 - 3_750_000 - expected, report.Idle.Cumulative[Component.Cpu]);
    }

    [Theory]
    [InlineData(IdlePolicy.ByReservation)]
    [InlineData(IdlePolicy.ByUse)]
    public void Who_ended_in_the_interval_carries_none_of_it(IdlePolicy policy)
    {
        _attributor = new Attributor(new AttributionRules { IdlePolicy = policy });
        var vm = Machine("vm", 4);
        var group = Group(1, "a", 2000);
        Take(s => Processes(Groups(s, (group, 0)), (vm, 0)));
        var before = Take(s => Processes(Groups(s, (group, 500 * Ms)), (vm, 500 * Ms)));
        Assert.Equal(5_000_000, VmIdle(before, "vm"));
        var after = Take(s =>
        {
            s.Groups.Add(new GroupReading(group, 750 * Ms, Ended: true));
            s.Processes.Add(new ProcessReading(vm, 750 * Ms, Newborn: false, Ended: true));
        });
        Assert.Equal((5_000_000, 0), (VmIdle(after, "vm"), after.Vms.Single().Idle.LastInterval[Component.Cpu]));
        Assert.Equal((ContainerIdle(before, "a"), 0), (ContainerIdle(after, "a"), after.Containers.Single().Idle.LastInterval[Component.Cpu]));
        Assert.Equal(10_000_000, after.Idle.LastInterval[Component.Cpu]);

        // What it used while it was there is still its own.
        Assert.Equal(15_000_000, after.Vms.Single().Active.LastInterval[Component.Cpu]);
    }

    [Fact]
    public void Who_comes_carries_from_the_sample_on_in_which_it_is_there()
    {
        Take();
        Assert.Equal(10_000_000, Take().Idle.LastInterval[Component.Cpu]);
        var report = Take(s => s.Processes.Add(new ProcessReading(Machine("vm", 2), 5 * Ms, Newborn: true, Ended: false)));
        Assert.Equal((2_500_000, 7_500_000), (VmIdle(report, "vm"), report.Idle.LastInterval[Component.Cpu]));
    }

    [Fact]
    public void A_limit_that_is_changed_counts_from_then_on()
    {
        Take(s => Groups(s, (Group(1, "a", 2000), 0)));
        Take();
        var report = Take(s => Groups(s, (Group(1, "a", 6000), 0)));
        Assert.Equal((10_000_000, 7_500_000), (ContainerIdle(report, "a"), report.Containers.Single().Idle.LastInterval[Component.Cpu]));
    }

    [Fact]
    public void Hardware_threads_that_go_offline_make_every_share_larger()
    {
        Take(s => Processes(s, (Machine("vm", 2), 0)));
        _threads = 4;
        Assert.Equal(5_000_000, VmIdle(Take(), "vm"));
    }

    [Fact]
    public void By_use_everybody_carries_the_share_of_the_time_and_the_host_that_of_the_system_and_of_nobody()
    {
        _attributor = new Attributor(new AttributionRules { IdlePolicy = IdlePolicy.ByUse });
        var (a, system) = (Group(1, "a", 8000), Hosts.Group(2));
        var vm = Machine("vm", 8);
        Take(s => Cpu(Processes(Groups(s, (a, 0), (system, 0)), (vm, 0)), 0, 0));
        var report = Take(s => Cpu(Processes(Groups(s, (a, 500 * Ms), (system, 100 * Ms)), (vm, 200 * Ms)), 1000 * Ms, 50 * Ms));
        Assert.Equal((5_000_000, 2_000_000, 3_000_000), (ContainerIdle(report, "a"), VmIdle(report, "vm"), report.Idle.Cumulative[Component.Cpu]));
    }

    [Fact]
    public void By_use_members_of_a_group_carry_what_each_used()
    {
        _attributor = new Attributor(new AttributionRules { IdlePolicy = IdlePolicy.ByUse });
        var group = Group(1, "pod", 0);
        var (vm, shim) = (Machine("vm", 0, group), Hosts.Process(99, group));
        Take(s => Processes(Groups(s, (group, 0)), (vm, 0), (shim, 0)));

        // 700 ms of the machine, 100 ms of the shim, and 200 ms of processes that ended in the container.
        var report = Take(s => Processes(Groups(s, (group, 1000 * Ms)), (vm, 700 * Ms), (shim, 100 * Ms)));
        Assert.Equal((7_000_000, 3_000_000, 0), (VmIdle(report, "vm"), ContainerIdle(report, "pod"), report.Idle.Cumulative[Component.Cpu]));
    }

    [Theory]
    [InlineData(IdlePolicy.ByUse)]
    [InlineData(IdlePolicy.Separate)]
    public void Without_use_or_when_it_is_to_be_separate_all_stays_with_the_host(IdlePolicy policy)
    {
        _attributor = new Attributor(new AttributionRules { IdlePolicy = policy });
        var group = Group(1, "a", 4000);
        Take(s => Processes(Groups(s, (group, 0)), (Machine("vm", 4), 0)));
        var report = Take();
        Assert.Equal((0, 0, 10_000_000), (VmIdle(report, "vm"), ContainerIdle(report, "a"), report.Idle.Cumulative[Component.Cpu]));
    }

    [Fact]
    public void Separate_leaves_it_with_the_host_whoever_works()
    {
        _attributor = new Attributor(new AttributionRules { IdlePolicy = IdlePolicy.Separate });
        var group = Group(1, "a", 4000);
        Take(s => Groups(s, (group, 0)));
        var report = Take(s => Groups(s, (group, 1000 * Ms)));
        Assert.Equal((0, 10_000_000, 30_000_000), (ContainerIdle(report, "a"), report.Idle.Cumulative[Component.Cpu], report.Containers.Single().Active.Cumulative[Component.Cpu]));
    }

    [Fact]
    public void What_a_machine_carried_stays_in_the_sum_of_all_that_ended()
    {
        _attributor = new Attributor(new AttributionRules { EndedRetention = TimeSpan.FromSeconds(2) });
        var vm = Machine("vm", 4);
        Take(s => Processes(s, (vm, 0)));
        Take();
        Take(s => s.Processes.Add(new ProcessReading(vm, 0, Newborn: false, Ended: true)));
        PowerReport report = null!;
        for (var i = 0; i < 3; i++) report = Take();
        Assert.Null(report.Vms.Single().Vm);
        Assert.Equal((5_000_000, 0), (report.Vms.Single().Idle.Cumulative[Component.Cpu], report.Vms.Single().Idle.LastInterval[Component.Cpu]));
    }

    /// <summary>Every sample is a second with 40 J, of which 10 J are idle.</summary>
    private PowerReport Take(Action<HostSample>? fill = null)
    {
        var sample = Hosts.Sample(++_second * Hosts.Second, (_package, Component.Cpu, _second * 40_000_000L));
        sample.HardwareThreads = _threads;
        fill?.Invoke(sample);
        var report = _attributor.Advance(sample);
        Hosts.AssertIdentity(report);
        return report;
    }

    private static ProcessInfo Machine(string name, int vcpus, GroupInfo? group = null)
    {
        var pid = 1000 + name[0];
        return Hosts.Process(pid, group, Hosts.Vm(name, pid) with { Vcpus = vcpus, Container = group?.Container });
    }

    private static GroupInfo Group(long id, string container, long reserved) =>
        Hosts.Group(id, Hosts.Container(container) with { ReservedMillithreads = reserved });

    private static HostSample Groups(HostSample sample, params (GroupInfo Group, long Cpu)[] groups)
    {
        foreach (var (group, cpu) in groups) sample.Groups.Add(new GroupReading(group, cpu, Ended: false));
        return sample;
    }

    private static HostSample Processes(HostSample sample, params (ProcessInfo Process, long Cpu)[] processes)
    {
        foreach (var (process, cpu) in processes) sample.Processes.Add(new ProcessReading(process, cpu, Newborn: false, Ended: false));
        return sample;
    }

    // The scheduler's count is exact but for 2 ms of each of the eight threads; ticks tell more.
    private static void Cpu(HostSample sample, long busy, long irq) =>
        sample.Cpu = new CpuTimes(busy * 12 / 10, irq, busy * 12 / 10) { TaskNanoseconds = busy - irq + (busy > 0 ? 16 * Ms : 0) };

    private static long VmIdle(PowerReport report, string name) => report.Vms.Single(v => v.Vm?.Name == name).Idle.Cumulative[Component.Cpu];

    private static long ContainerIdle(PowerReport report, string id) =>
        report.Containers.Single(c => c.Container?.Id == id).Idle.Cumulative[Component.Cpu];
}
