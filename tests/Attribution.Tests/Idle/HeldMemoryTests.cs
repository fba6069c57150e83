using Wattshare.Attribution.Idle;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;
using Wattshare.Attribution.Tracing;

namespace Wattshare.Attribution.Tests.Idle;

/// <summary>Who carries the 10 J that memory with a floor of 10 W draws each second, and beside it the 10 J of the processor.</summary>
public sealed class HeldMemoryTests
{
    private const long Ms = 1_000_000;
    private const long Gibibyte = 1024 * 1024;

    private readonly ZoneInfo _package = Hosts.Zone("package-0", idle: 10_000_000);
    private readonly ZoneInfo _dram = Hosts.Zone("dram", idle: 10_000_000);
    private readonly SplitTrace _trace = new();
    private long _memory = 16 * Gibibyte;
    private IdlePolicy _policy = IdlePolicy.ByReservation;
    private Attributor? _attributor;
    private int _second;

    [Theory]
    [InlineData(IdlePolicy.ByReservation)]
    [InlineData(IdlePolicy.ByUse)]
    public void The_idle_energy_of_memory_goes_by_what_is_held_of_it(IdlePolicy policy)
    {
        _policy = policy;
        var (vm, group) = (Machine("vm", 2), Group(1, "a", 1000));
        Take(s => Add(s, vm, group, 4 * Gibibyte, 2 * Gibibyte));
        var report = Take(s => Add(s, vm, group, 4 * Gibibyte, 2 * Gibibyte));
        Assert.Equal((2_500_000, 1_250_000, 6_250_000), Idle(report, Component.Dram));
        Assert.Equal(IdleRule.ByHeldMemory, Rule(Component.Dram));
        Assert.NotEqual(IdleRule.ByHeldMemory, Rule(Component.Cpu));
    }

    [Fact]
    public void The_processor_goes_by_reservation_all_the_same()
    {
        var (vm, group) = (Machine("vm", 2), Group(1, "a", 1000));
        Take(s => Add(s, vm, group, 4 * Gibibyte, 2 * Gibibyte));
        Assert.Equal((2_500_000, 1_250_000, 6_250_000), Idle(Take(s => Add(s, vm, group, 1, 9 * Gibibyte)), Component.Cpu));
    }

    [Fact]
    public void Separate_leaves_it_with_the_host_whoever_holds_memory()
    {
        _policy = IdlePolicy.Separate;
        var (vm, group) = (Machine("vm", 2), Group(1, "a", 1000));
        Take(s => Add(s, vm, group, 4 * Gibibyte, 2 * Gibibyte));
        Assert.Equal((0, 0, 10_000_000), Idle(Take(s => Add(s, vm, group, 4 * Gibibyte, 2 * Gibibyte)), Component.Dram));
        Assert.Equal(IdleRule.Separate, Rule(Component.Dram));
    }

    [Theory]
    [InlineData(-1, 2_500_000)]
    [InlineData(long.MinValue, 2_500_000)]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(8 * Gibibyte, 5_000_000)]
    public void Who_is_not_known_to_hold_anything_carries_what_it_reserves(long held, long expected)
    {
        // 2 of 8 hardware threads are a quarter.
        var (vm, group) = (Machine("vm", 2), Group(1, "a", 0));
        Take(s => Add(s, vm, group, held, 0));
        Assert.Equal((expected, 0, 10_000_000 - expected), Idle(Take(s => Add(s, vm, group, held, 0)), Component.Dram));
        Assert.Equal(IdleRule.ByHeldMemory, Rule(Component.Dram));
    }

    [Fact]
    public void Who_is_not_known_to_hold_anything_carries_what_it_uses_where_use_is_the_policy()
    {
        _policy = IdlePolicy.ByUse;
        var (vm, group) = (Machine("vm", 2), Group(1, "a", 0));
        Take(s => Add(s, vm, group, -1, 8 * Gibibyte));
        var report = Take(s =>
        {
            Add(s, vm, group, -1, 8 * Gibibyte, vmCpu: 300 * Ms, groupCpu: 100 * Ms);
            s.Cpu = null;
        });

        // It used three quarters of the CPU time: 12 of 16 GiB, and with the 8 GiB of the container 20.
        Assert.Equal((6_000_000, 4_000_000, 0), Idle(report, Component.Dram));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void Without_the_size_of_the_memory_it_goes_by_reservation(long memory)
    {
        _memory = memory;
        var (vm, group) = (Machine("vm", 2), Group(1, "a", 1000));
        Take(s => Add(s, vm, group, 4 * Gibibyte, 8 * Gibibyte));
        Assert.Equal((2_500_000, 1_250_000, 6_250_000), Idle(Take(s => Add(s, vm, group, 4 * Gibibyte, 8 * Gibibyte)), Component.Dram));
        Assert.Equal(IdleRule.ByReservation, Rule(Component.Dram));
    }

    [Fact]
    public void When_nobody_is_known_to_hold_anything_it_goes_by_reservation()
    {
        var (vm, group) = (Machine("vm", 2), Group(1, "a", 1000));
        Take(s => Add(s, vm, group, -1, -1));
        Assert.Equal((2_500_000, 1_250_000, 6_250_000), Idle(Take(s => Add(s, vm, group, -1, -1)), Component.Dram));
        Assert.Equal(IdleRule.ByReservation, Rule(Component.Dram));
    }

    [Fact]
    public void More_than_there_is_is_cut_to_what_there_is_and_all_are_scaled_down_to_the_whole()
    {
        var (vm, group) = (Machine("vm", 2), Group(1, "a", 1000));
        Take(s => Add(s, vm, group, long.MaxValue, 16 * Gibibyte));
        Assert.Equal((5_000_000, 5_000_000, 0), Idle(Take(s => Add(s, vm, group, long.MaxValue, 16 * Gibibyte)), Component.Dram));
    }

    [Theory]
    [InlineData(4, 12, 2_500_000, 5_000_000)]
    [InlineData(4, 3, 2_500_000, 0)]
    [InlineData(-1, 12, 2_500_000, 5_000_000)]
    [InlineData(4, -1, 2_500_000, 1_250_000)]
    public void What_a_machine_in_a_container_holds_counts_once(long vmGibibytes, long containerGibibytes, long expectedVm, long expectedContainer)
    {
        // A container of 3 hardware threads with a machine of 2: without a figure it carries the share of one.
        var group = Group(1, "pod", 3000);
        var vm = Machine("vm", 2, group);
        Take(s => Add(s, vm, group, vmGibibytes * Gibibyte, containerGibibytes * Gibibyte));
        var report = Take(s => Add(s, vm, group, vmGibibytes * Gibibyte, containerGibibytes * Gibibyte));
        Assert.Equal((expectedVm, expectedContainer, 10_000_000 - expectedVm - expectedContainer), Idle(report, Component.Dram));
    }

    [Fact]
    public void Readings_of_those_who_are_not_there_change_nothing()
    {
        var (vm, group) = (Machine("vm", 2), Group(1, "a", 1000));
        Take(s => Add(s, vm, group, 4 * Gibibyte, 2 * Gibibyte));
        var report = Take(s =>
        {
            Add(s, vm, group, 4 * Gibibyte, 2 * Gibibyte);
            s.Memory.Add(new MemoryReading(Hosts.Vm("stranger", 99), null, 8 * Gibibyte));
            s.Memory.Add(new MemoryReading(null, Hosts.Container("stranger"), 8 * Gibibyte));
            s.Memory.Add(new MemoryReading(null, null, 8 * Gibibyte));
        });
        Assert.Equal((2_500_000, 1_250_000, 6_250_000), Idle(report, Component.Dram));
    }

    [Fact]
    public void Every_weight_and_part_is_written_down()
    {
        var (vm, group) = (Machine("vm", 2), Group(1, "a", 1000));
        Take(s => Add(s, vm, group, 4 * Gibibyte, 2 * Gibibyte));
        Take(s => Add(s, vm, group, 4 * Gibibyte, 2 * Gibibyte));
        var idle = _trace.Idle[(int)Component.Dram];
        Assert.Equal((Component.Dram, 10_000_000, 16 * Gibibyte), (idle.Component, idle.Microjoules, idle.TotalWeight));
        Assert.Equal(
            [("vm", null, 4 * Gibibyte, 0, 2_500_000), (null, "a", 2 * Gibibyte, 4 * Gibibyte, 1_250_000L)],
            idle.Parts.Select(part => (part.Vm?.Name, part.Container?.Id, part.Weight, part.Before, part.Microjoules)));
    }

    /// <summary>Every sample is a second with 40 J of each component, of which 10 J are idle.</summary>
    private PowerReport Take(Action<HostSample> fill)
    {
        _attributor ??= new Attributor(new AttributionRules { IdlePolicy = _policy }) { Trace = _trace };
        var energy = ++_second * 40_000_000L;
        var sample = Hosts.Sample(_second * Hosts.Second, (_package, Component.Cpu, energy), (_dram, Component.Dram, energy));
        (sample.HardwareThreads, sample.MemoryKibibytes) = (8, _memory);
        fill(sample);
        var report = _attributor.Advance(sample);
        Hosts.AssertIdentity(report);
        return report;
    }

    private static ProcessInfo Machine(string name, int vcpus, GroupInfo? group = null) =>
        Hosts.Process(1000, group, Hosts.Vm(name, 1000) with { Vcpus = vcpus, Container = group?.Container });

    private static GroupInfo Group(long id, string container, long reserved) =>
        Hosts.Group(id, Hosts.Container(container) with { ReservedMillithreads = reserved });

    private static void Add(HostSample sample, ProcessInfo vm, GroupInfo group, long vmHeld, long groupHeld, long vmCpu = 0, long groupCpu = 0)
    {
        sample.Processes.Add(new ProcessReading(vm, vmCpu, Newborn: false, Ended: false));
        sample.Processes.Add(new ProcessReading(Hosts.Process(2000, group), 0, Newborn: false, Ended: false));
        sample.Groups.Add(new GroupReading(group, groupCpu, Ended: false));
        sample.Memory.Add(new MemoryReading(vm.Vm, null, vmHeld));
        sample.Memory.Add(new MemoryReading(null, group.Container, groupHeld));
    }

    private IdleRule Rule(Component component) => _trace.Idle[(int)component].Rule;

    private static (long Vm, long Container, long Host) Idle(PowerReport report, Component component) => (
        report.Vms.Single().Idle.LastInterval[component], report.Containers.Single().Idle.LastInterval[component], report.Idle.LastInterval[component]);
}
