using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;
using Wattshare.Attribution.Uncertainty;

namespace Wattshare.Attribution.Tests.Uncertainty;

public sealed class OwnerUncertaintyTests
{
    /// <summary>Only the one figure that a test is about.</summary>
    private static readonly UncertaintyRules Nothing = new() { Package = 0, ShareModel = 0, IdleFloor = 0 };

    [Fact]
    public void Who_used_all_of_it_has_the_errors_of_the_host_and_none_of_a_share()
    {
        var host = new UncertainHost();
        host.Begin("all");
        for (var i = 0; i < 10; i++) host.Step(100, ("all", 500));
        Assert.Equal((40_825, 30_000_000L), host.Of("all"));
        Assert.Equal(host.Host, host.Of("all"));
    }

    [Fact]
    public void Two_halves_have_half_of_the_hosts_errors_and_the_error_of_the_share()
    {
        var host = new UncertainHost();
        host.Begin("one", "two");
        for (var i = 0; i < 10; i++) host.Step(100, ("one", 300), ("two", 300));

        // 500 J each: 3 % of it from the source, and 10 % of 500 J times what others had, a half.
        var systematic = (long)Math.Round(1e6 * Math.Sqrt((15 * 15) + (25 * 25)));
        Assert.Equal((20_412, systematic), host.Of("one"));
        Assert.Equal((20_412, systematic), host.Of("two"));
    }

    [Fact]
    public void What_one_may_have_too_much_the_other_has_too_little()
    {
        var host = new UncertainHost(Hosts.Zone("package-0", idle: 0), Nothing with { ShareModel = 0.1 });
        host.Begin("small", "large");
        host.Step(100, ("small", 100), ("large", 400));
        Assert.Equal((1_600_000L, 1_600_000L), (host.Of("small").Systematic, host.Of("large").Systematic));
    }

    [Fact]
    public void The_share_has_no_error_where_nobody_shared_whatever_came_later()
    {
        var host = new UncertainHost(Hosts.Zone("package-0", idle: 0), Nothing with { ShareModel = 0.1 });
        host.Begin("early", "late");
        for (var i = 0; i < 5; i++) host.Step(100, ("early", 100));
        Assert.Equal(0, host.Of("early").Systematic);
        for (var i = 0; i < 5; i++) host.Step(100, ("late", 100));
        Assert.Equal((0L, 0L), (host.Of("early").Systematic, host.Of("late").Systematic));
    }

    [Fact]
    public void An_idle_floor_that_is_wrong_moves_energy_to_who_is_active()
    {
        var host = new UncertainHost(Hosts.Zone("package-0", idle: 20_000_000), Nothing with { IdleFloor = 0.1 });
        host.Begin("a", "b");
        host.Step(100, ("a", 300), ("b", 100));
        Assert.Equal(20_000_000, host.Report.Idle.Cumulative.Total);
        Assert.Equal((1_500_000L, 500_000L, 0L), (host.Of("a").Systematic, host.Of("b").Systematic, host.Host.Systematic));
    }

    [Fact]
    public void Who_got_nothing_is_sure_of_it_and_keeps_its_row()
    {
        var host = new UncertainHost();
        host.Begin("busy", "quiet");
        host.Step(100, ("busy", 300), ("quiet", 300));
        host.Step(100, ("busy", 300));
        var before = host.Report.Containers;
        var errors = host.Of("quiet");
        for (var i = 0; i < 5; i++) host.Step(50 + (20 * i), ("busy", 100 + i));
        Assert.Same(before.Single(row => row.Container!.Id == "quiet"), host.Report.Containers.Single(row => row.Container!.Id == "quiet"));
        Assert.Equal(errors, host.Of("quiet"));
        Assert.NotEqual(0, errors.Random);
    }

    [Fact]
    public void While_nothing_is_active_at_all_no_row_changes()
    {
        var host = new UncertainHost(Hosts.Zone("package-0", idle: 50_000_000));
        host.Begin("a");
        host.Step(100, ("a", 300));
        host.Step(50);
        var row = host.Report.Containers.Single();
        host.Step(40);
        host.Step(49);
        Assert.Same(row, host.Report.Containers.Single());
    }

    [Fact]
    public void A_steady_share_has_two_uncertain_readings_and_an_unsteady_one_more()
    {
        var pair = UncertainHost.Pair(100);
        var steady = new UncertainHost();
        var restless = new UncertainHost();
        foreach (var host in new[] { steady, restless }) host.Begin("a", "b");
        for (var i = 0; i < 10; i++)
        {
            steady.Step(100, ("a", 100), ("b", 100));
            restless.Step(100, (i % 2 == 0 ? "a" : "b", 100));
        }

        Assert.Equal(pair / 2, steady.Of("a").Random, 1.0);

        // Five stretches of their own, each with a beginning and an end.
        Assert.Equal(pair * Math.Sqrt(5), restless.Of("a").Random, 1.0);
        Assert.Equal(pair * Math.Sqrt(5), restless.Of("b").Random, 1.0);
        Assert.Equal(pair, restless.Host.Random, 1.0);
    }

    [Fact]
    public void The_time_that_reading_CPU_times_takes_matters_to_parts_and_not_to_the_host()
    {
        var host = new UncertainHost { UsageNanoseconds = 20_000_000 };
        host.Begin("a", "b");
        for (var i = 0; i < 4; i++) host.Step(100, ("a", 100), ("b", 100));
        Assert.Equal(UncertainHost.Pair(100), host.Host.Random, 1.0);

        // 2 J were drawn in those 20 ms; the energy is that of their middle, and each CPU time was read somewhere in them.
        var both = Math.Sqrt(Math.Pow(UncertainHost.Pair(100), 2) + (2 * 2e6 * 2e6 / 12));
        Assert.Equal(both / 2, host.Of("a").Random, 1.0);
    }

    [Fact]
    public void A_counter_that_was_unreadable_in_between_costs_each_part_its_share()
    {
        var host = new UncertainHost();
        host.Begin("a", "b");
        host.Step(100, ("a", 100), ("b", 100));
        host.Fail();
        Assert.Equal(UncertainHost.Pair(100) / 2, host.Of("a").Random, 1.0);
        host.Step(200, ("a", 100), ("b", 100));
        host.Step(100, ("a", 100), ("b", 100));
        Assert.Equal(UncertainHost.Pair(100) / Math.Sqrt(2), host.Of("a").Random, 1.0);
    }

    [Fact]
    public void CPU_time_in_ticks_is_uncertain_by_the_tick_at_both_ends()
    {
        // Two processes outside groups at 50 W and 1 s of CPU time a second each: 10 ms are 0.5 J, of which half is the other's.
        var (random, _) = Ticks(grouped: false, 10_000_000);
        var clocks = 0.5 * 0.5e6 * Math.Sqrt(2.0 / 6);
        var counter = UncertainHost.Pair(100, 1e6 / 16_384) / 2;
        Assert.Equal(Math.Sqrt((clocks * clocks) + (counter * counter)), random, 1.0);
        Assert.Equal(counter, Ticks(grouped: false, 0).Random, 1.0);
    }

    [Fact]
    public void A_group_that_counts_its_own_time_does_not_depend_on_the_ticks_of_its_members()
    {
        var counter = UncertainHost.Pair(100, 1e6 / 16_384) / 2;
        Assert.Equal(counter, Ticks(grouped: true, 10_000_000).Random, 1.0);
    }

    [Fact]
    public void A_row_that_was_retired_takes_its_errors_along()
    {
        var host = new UncertainHost();
        host.Begin("a", "b", "c");
        for (var i = 0; i < 4; i++) host.Step(100, ("a", 100), ("b", 100), ("c", 200));
        var (a, b) = (host.Of("a"), host.Of("b"));
        host.End("a");
        host.End("b");
        for (var i = 0; i < 4; i++) host.Step(100, ("c", 100));
        var ended = host.Report.Containers.Single(row => row.Container is null).Uncertainty;
        Assert.Equal(Math.Sqrt(2) * a.Random, ended.Random[Component.Cpu], 2.0);
        Assert.Equal(a.Systematic + b.Systematic, ended.Systematic[Component.Cpu], 2.0);
    }

    /// <summary>Two machines that use a processor each for ten seconds.</summary>
    private static (long Random, long Systematic) Ticks(bool grouped, long tick)
    {
        var zone = Hosts.Zone("package-0", idle: 0);
        var attributor = new Attributor(new AttributionRules());
        var machines = new[] { Hosts.Vm("one", 1), Hosts.Vm("two", 2) };
        var groups = grouped ? new[] { Hosts.Group(1, vm: machines[0]), Hosts.Group(2, vm: machines[1]) } : [];
        var report = PowerReport.Empty;
        for (var second = 0; second <= 10; second++)
        {
            var sample = Hosts.Sample(1 + (second * Hosts.Second), (zone, Component.Cpu, second * 100_000_000L));
            sample.ProcessTickNanoseconds = tick;
            foreach (var group in groups) sample.Groups.Add(new GroupReading(group, second * Hosts.Second, false));
            for (var i = 0; i < 2; i++)
                sample.Processes.Add(new ProcessReading(Hosts.Process(i + 1, grouped ? groups[i] : null, machines[i]), second * Hosts.Second, false, false));
            report = attributor.Advance(sample);
        }

        var one = report.Vms[0].Uncertainty;
        return (one.Random[Component.Cpu], one.Systematic[Component.Cpu]);
    }
}
