using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;
using Wattshare.Fixtures;

namespace Wattshare.Attribution.Tests.Splitting;

public sealed class PackageRuleTests
{
    private readonly TwoPackages _host = new();

    private static GroupInfo Left => TwoPackages.Bound(1, "left", 0);

    private static GroupInfo Right => TwoPackages.Bound(2, "right", 1);

    private static GroupInfo Free => TwoPackages.Bound(3, "free", null);

    [Fact]
    public void Who_is_bound_to_a_package_carries_the_energy_of_that_package()
    {
        Begin(Left, Right);
        var report = _host.Step([80, 20], [1000, 1000], (Left, 1000), (Right, 1000));
        Assert.Equal(80_000_000, TwoPackages.Got(report, "left"));
        Assert.Equal(20_000_000, TwoPackages.Got(report, "right"));
        Assert.Equal(ActiveRule.CpuTimeByPackage, RuleOf(report, Component.Cpu));
    }

    [Fact]
    public void What_floats_gets_of_each_package_what_the_bound_ones_leave()
    {
        // On package 0 half of the time floats, on package 1 all of it: 40 J and 20 J.
        Begin(Left, Free);
        var report = _host.Step([80, 20], [1000, 500], (Left, 500), (Free, 1000));
        Assert.Equal(40_000_000, TwoPackages.Got(report, "left"));
        Assert.Equal(60_000_000, TwoPackages.Got(report, "free"));
    }

    [Fact]
    public void Memory_is_divided_by_package_as_well()
    {
        Begin(Left, Right);
        var report = _host.Step([80, 20, 9, 3], [1000, 1000], (Left, 1000), (Right, 1000));
        Assert.Equal(9_000_000, TwoPackages.Got(report, "left", Component.Dram));
        Assert.Equal(3_000_000, TwoPackages.Got(report, "right", Component.Dram));
    }

    [Fact]
    public void Scaphandre_10_energy_is_not_shared_over_sockets_that_a_process_never_ran_on()
    {
        // Scaphandre adds up all sockets first, so that a process bound to an idle socket carries the busy one.
        Begin(Left, Right);
        var report = _host.Step([180, 2], [2000, 10], (Left, 2000), (Right, 10));
        Assert.Equal(2_000_000, TwoPackages.Got(report, "right"));
    }

    [Fact]
    public void Scaphandre_19_a_package_goes_by_its_id_and_not_by_the_order_in_which_zones_come()
    {
        (_host.Zones[0], _host.Zones[1]) = (TwoPackages.Zone("a", 1), TwoPackages.Zone("b", 0));
        Begin(Left, Right);
        var report = _host.Step([80, 20], [1000, 1000], (Left, 1000), (Right, 1000));
        Assert.Equal(20_000_000, TwoPackages.Got(report, "left"));
        Assert.Equal(80_000_000, TwoPackages.Got(report, "right"));
    }

    [Fact]
    public void An_interval_in_which_somebody_was_bound_otherwise_counts_as_floating()
    {
        var moved = TwoPackages.Bound(1, "left", 1);
        Begin(Left, Right);
        _host.Step([80, 20], [1000, 1000], (Left, 1000), (Right, 1000));

        // 1000 of 2000 ms are bound, to package 1, and the rest was seen on package 0.
        var report = _host.Step([80, 20], [1000, 1000], (moved, 1000), (Right, 1000));
        Assert.Equal(80_000_000, TwoPackages.Got(report, "left"));
        Assert.Equal(20_000_000, TwoPackages.Got(report, "right"));
        report = _host.Step([0, 20], [0, 2000], (moved, 1000), (Right, 1000));
        Assert.Equal(10_000_000, TwoPackages.Got(report, "left"));
        Assert.Equal(10_000_000, TwoPackages.Got(report, "right"));
    }

    [Fact]
    public void Without_the_busy_time_of_packages_the_host_is_one()
    {
        _host.TellsPackages = false;
        Begin(Left, Right);
        var report = _host.Step([80, 20], [1000, 1000], (Left, 1000), (Right, 1000));
        Assert.Equal(50_000_000, TwoPackages.Got(report, "left"));
        Assert.Equal(ActiveRule.CpuTime, RuleOf(report, Component.Cpu));
        Assert.Equal(50_000_000, TwoPackages.Got(report, "right"));
    }

    [Fact]
    public void When_the_busy_time_was_missing_once_the_next_interval_knows_again()
    {
        Begin(Left, Right);
        _host.TellsPackages = false;
        _host.Step([80, 20], [1000, 1000], (Left, 1000), (Right, 1000));
        _host.TellsPackages = true;
        var report = _host.Step([80, 20], [1000, 1000], (Left, 1000), (Right, 1000));
        Assert.Equal(80_000_000, TwoPackages.Got(report, "left"));
    }

    [Fact]
    public void After_a_hardware_thread_came_or_went_one_interval_is_divided_over_the_host()
    {
        Begin(Left, Right);
        _host.Threads = 3;
        var report = _host.Step([80, 20], [1000, 1000], (Left, 1000), (Right, 1000));
        Assert.Equal(50_000_000, TwoPackages.Got(report, "left"));
        report = _host.Step([80, 20], [1000, 1000], (Left, 1000), (Right, 1000));
        Assert.Equal(80_000_000, TwoPackages.Got(report, "left"));
    }

    [Fact]
    public void A_package_without_a_counter_makes_the_host_one()
    {
        _host.Zones[1] = null;
        Begin(Left, Right);
        var report = _host.Step([80], [1000, 1000], (Left, 1000), (Right, 1000));
        Assert.Equal(40_000_000, TwoPackages.Got(report, "left"));
        Assert.Equal(40_000_000, TwoPackages.Got(report, "right"));
    }

    [Fact]
    public void Energy_of_a_zone_without_a_package_is_for_those_who_float()
    {
        _host.Zones[2] = Hosts.Zone("elsewhere");
        Begin(Left, Free);
        var report = _host.Step([80, 20, 7, 3], [1000, 1000], (Left, 1000), (Free, 1000));
        Assert.Equal(80_000_000, TwoPackages.Got(report, "left"));
        Assert.Equal(20_000_000, TwoPackages.Got(report, "free"));
        Assert.Equal(ActiveRule.CpuTime, RuleOf(report, Component.Dram)); // Package 0 has no memory of its own any more.
    }

    [Fact]
    public void A_zone_that_vanishes_and_returns_brings_its_energy_when_it_is_back()
    {
        Begin(Left, Right);
        var right = _host.Zones[1];
        _host.Zones[1] = null;
        var report = _host.Step([80, 20], [1000, 1000], (Left, 1000), (Right, 1000));
        Assert.Equal(80_000_000, TwoPackages.Got(report, "left"));
        Assert.Equal(0, TwoPackages.Got(report, "right"));
        _host.Zones[1] = right;
        report = _host.Step([80, 20], [1000, 1000], (Left, 1000), (Right, 1000));
        Assert.Equal(80_000_000, TwoPackages.Got(report, "left"));
        Assert.Equal(40_000_000, TwoPackages.Got(report, "right"));
    }

    [Fact]
    public void Energy_of_a_package_that_nobody_uses_is_not_lost_when_nothing_floats()
    {
        Begin(Left);
        var report = _host.Step([80, 20], [1000, 0], (Left, 1000));
        Assert.Equal(100_000_000, TwoPackages.Got(report, "left"));
        Assert.Equal(ActiveRule.CpuTime, RuleOf(report, Component.Cpu));
    }

    [Fact]
    public void With_nobody_bound_the_result_is_that_of_one_package()
    {
        var other = TwoPackages.Bound(4, "other", null);
        Begin(Free, other);
        var report = _host.Step([80, 21], [500, 500], (Free, 300), (other, 700));
        Assert.Equal(30_300_000, TwoPackages.Got(report, "free"));
        Assert.Equal(70_700_000, TwoPackages.Got(report, "other"));
    }

    [Fact]
    public void A_package_that_does_not_exist_binds_nobody()
    {
        var lost = TwoPackages.Bound(4, "lost", 9);
        Begin(lost, Left);
        var report = _host.Step([80, 20], [1000, 1000], (Left, 1000), (lost, 1000));
        Assert.Equal(20_000_000, TwoPackages.Got(report, "lost"));
    }

    [Fact]
    public void The_ticks_of_busy_time_say_where_floating_time_ran_and_not_how_much_there_is()
    {
        // The floating group uses 4 ms in every second and the kernel counts it as nothing, or as 10 ms.
        Begin(Left, Free);
        var (left, free) = (0L, 0L);
        for (var i = 0; i < 100; i++)
        {
            var report = _host.Step([80, 0], [i % 5 == 0 ? 1010 : 1000, i % 5 == 1 ? 10 : 0], (Left, 1000), (Free, 4));
            left += TwoPackages.Got(report, "left");
            free += TwoPackages.Got(report, "free") + Unattributed(report);
        }

        Assert.Equal(8_000_000_000, left + free);
        Assert.InRange(free, 1, 8_000_000_000 * 4 / 1000);
    }

    [Fact]
    public void Idle_energy_of_the_packages_is_nobodys_active_energy()
    {
        var host = new TwoPackages(new AttributionRules { IdleMicrowatts = 30_000_000 });
        host.Step([0, 0], [0, 0], (Left, 0), (Right, 0));
        var report = host.Step([80, 20], [1000, 1000], (Left, 1000), (Right, 1000));
        Assert.Equal(65_000_000, TwoPackages.Got(report, "left")); // 30 W are 15 J of each.
        Assert.Equal(5_000_000, TwoPackages.Got(report, "right"));
        report = host.Step([80, 5], [1000, 1000], (Left, 1000), (Right, 1000));
        Assert.Equal(55_000_000, TwoPackages.Got(report, "left")); // A package has no more idle energy than energy.
        Assert.Equal(0, TwoPackages.Got(report, "right"));
    }

    [Fact]
    public void Packages_cost_no_memory_in_steady_state()
    {
        var attributor = new Attributor(new AttributionRules { ProcessLimit = 0 });
        var sample = Hosts.Sample(0, (TwoPackages.Zone("a", 0), Component.Cpu, 0), (TwoPackages.Zone("b", 1), Component.Cpu, 0));
        sample.Groups.Add(new GroupReading(Left, 0, Ended: false));
        sample.Groups.Add(new GroupReading(Free, 0, Ended: false));
        for (var package = 0; package < 2; package++) sample.Packages.Add(new PackageTime(package, 2, 0));
        for (var i = 0; i < 50; i++) Tick(attributor, sample);
        Assert.Equal(ActiveRule.CpuTimeByPackage, RuleOf(attributor.Advance(Next(sample)), Component.Cpu));
        var known = Allocations.Of(() => Tick(attributor, sample));
        sample.Packages.Clear();
        Assert.Equal(Allocations.Of(() => Tick(attributor, sample)), known);
    }

    private static void Tick(Attributor attributor, HostSample sample) => attributor.Advance(Next(sample));

    private static HostSample Next(HostSample sample)
    {
        sample.TimestampNanoseconds += Hosts.Second;
        foreach (ref var zone in sample.Zones.Items) zone = zone with { RawMicrojoules = zone.RawMicrojoules + 50_000_000 };
        foreach (ref var group in sample.Groups.Items) group = group with { CpuNanoseconds = group.CpuNanoseconds + 500_000_000 };
        foreach (ref var package in sample.Packages.Items) package = package with { BusyNanoseconds = package.BusyNanoseconds + 500_000_000 };
        return sample;
    }

    private void Begin(params GroupInfo[] groups) => _host.Step([0, 0], [0, 0], [.. groups.Select(group => (group, 0L))]);

    private static ActiveRule RuleOf(PowerReport report, Component component) => report.Attribution.Single(row => row.Component == component).Active;

    private static long Unattributed(PowerReport report) => report.Unattributed.Sum(row => row.Energy.LastInterval[Component.Cpu]);
}
