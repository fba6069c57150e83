using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Tests.Usage;

/// <summary>What a source tells that iterates over tasks: no groups, only processes that ran, and every process that ended.</summary>
public sealed class IteratorReadingsTests
{
    private const long Ms = 1_000_000;

    private readonly Attributor _attributor = new(new AttributionRules());
    private readonly ZoneInfo _package = Hosts.Zone("package-0", idle: 0);
    private readonly GroupInfo _group = Hosts.Group(1, Hosts.Container("a"));
    private long _second;

    [Fact]
    public void Processes_carry_their_container_and_machine_without_any_reading_of_a_group()
    {
        var scope = Hosts.Group(2, vm: Hosts.Vm("guest"));
        Take(Old(1, 0, _group), Old(2, 0, scope), Old(3, 0, null));
        var report = Take(Old(1, 500, _group), Old(2, 300, scope), Old(3, 200, null));
        Assert.Equal((5_000_000L, 3_000_000L, 2_000_000L), (report.Containers.Single().Active.Cumulative.Total, report.Vms.Single().Active.Cumulative.Total, report.System.Cumulative.Total));
        Assert.Equal([5_000_000L, 3_000_000L, 2_000_000L], report.Processes.Select(row => row.Active.Cumulative.Total));
        Hosts.AssertIdentity(report);
    }

    [Fact]
    public void A_process_that_is_not_mentioned_did_not_run_and_lives_on()
    {
        Take(Old(1, 0, _group), Old(2, 0, null));
        Take(Old(1, 500, _group));
        for (var i = 0; i < 50; i++) Take(Old(2, i, null));
        var report = Take(Old(1, 700, _group));
        Assert.False(report.Containers.Single().Ended);
        Assert.Equal(20_000_000, report.Containers.Single().Active.Cumulative.Total);
    }

    [Fact]
    public void A_process_that_lived_and_died_between_two_samples_counts_whole()
    {
        Take(Old(1, 0, null));
        var report = Take(Old(1, 100, null), new ProcessReading(Hosts.Process(2, _group), 300 * Ms, Newborn: true, Ended: true));
        Assert.Equal((7_500_000L, 7_500_000L, 2_500_000L), (report.Containers.Single().Active.Cumulative.Total, report.ProcessOther.Cumulative.Total, report.System.Cumulative.Total));
        Assert.True(report.Containers.Single().Ended);
        Assert.Equal([1], report.Processes.Select(row => row.Process.Key.Pid));
        Hosts.AssertIdentity(report);

        // Nothing of it is left: with the same identity it would be a new one.
        report = Take(new ProcessReading(Hosts.Process(2, _group), 10 * Ms, Newborn: true, Ended: true));
        Assert.Equal(17_500_000, report.Containers.Single().Active.Cumulative.Total);
    }

    [Fact]
    public void The_end_of_a_process_that_was_never_met_is_no_use()
    {
        Take(Old(1, 0, null));
        var report = Take(Old(1, 100, null), new ProcessReading(Hosts.Process(9), 900 * Ms, Newborn: false, Ended: true));
        Assert.Equal((10_000_000L, 0L), (report.Processes.Single().Active.Cumulative.Total, report.ProcessOther.Cumulative.Total));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_pid_that_ends_and_is_used_again_in_one_tick_is_two_processes(bool endFirst)
    {
        var next = new ProcessInfo { Key = new ProcessKey(1, 77), Command = "next", Group = _group };
        Take(Old(1, 0, null));
        ProcessReading[] readings = [new(Hosts.Process(1), 300 * Ms, false, Ended: true), new(next, 100 * Ms, Newborn: true, Ended: false)];
        if (!endFirst) Array.Reverse(readings);
        var report = Take(readings);
        Assert.Equal((7_500_000L, 2_500_000L), (report.System.Cumulative.Total, report.Containers.Single().Active.Cumulative.Total));
        Assert.Equal(next.Key, report.Processes.Single().Process.Key);
        Hosts.AssertIdentity(report);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_process_that_ran_and_ended_may_be_told_twice(bool endLast)
    {
        Take(Old(1, 0, null), Old(2, 0, null));
        ProcessReading[] readings = [Old(2, 200, null), Old(1, 100, null), new(Hosts.Process(2), 300 * Ms, false, Ended: true)];
        if (!endLast) Array.Reverse(readings);
        var report = Take(readings);
        Assert.Equal((2_500_000L, 7_500_000L), (report.Processes.Single().Active.Cumulative.Total, report.ProcessOther.Cumulative.Total));
        Hosts.AssertIdentity(report);
        Assert.Equal(12_500_000, Take(Old(1, 150, null)).Processes.Single().Active.Cumulative.Total);
    }

    [Fact]
    public void A_newborn_that_is_told_twice_counts_once()
    {
        Take(Old(1, 0, null));
        var (ran, ended) = (new ProcessReading(Hosts.Process(2), 200 * Ms, true, false), new ProcessReading(Hosts.Process(2), 300 * Ms, true, true));
        var report = Take(ran, Old(1, 100, null), ended);
        Assert.Equal((2_500_000L, 7_500_000L), (report.Processes.Single().Active.Cumulative.Total, report.ProcessOther.Cumulative.Total));
        Hosts.AssertIdentity(report);
    }

    [Fact]
    public void A_member_or_a_group_that_is_told_twice_breaks_no_sum()
    {
        PowerReport Tick(params long[] cpu)
        {
            var sample = Hosts.Sample(++_second * Hosts.Second, (_package, Component.Cpu, _second * 10_000_000));
            foreach (var time in cpu)
            {
                sample.Groups.Add(new GroupReading(_group, time * Ms, false));
                sample.Processes.Add(new ProcessReading(Hosts.Process(1, _group), time * Ms, false, false));
            }

            return _attributor.Advance(sample);
        }

        Tick(0);
        Hosts.AssertIdentity(Tick(100, 150));
        var report = Tick(250);
        Hosts.AssertIdentity(report);
        Assert.Equal(20_000_000, report.Containers.Single().Active.Cumulative.Total);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public void A_process_that_is_told_in_two_groups_in_one_sample_is_of_the_first_one_for_that_interval(bool intoOneWithoutMembers, bool ends)
    {
        // The groups' own counters say who used what: 5 parts of 10 in a, 2 of which an old member of it used, and 5 in b.
        var (a, b) = (Hosts.Group(1, Hosts.Container("a")), Hosts.Group(2, Hosts.Container("b")));
        var (stays, other) = (Hosts.Process(1, a), Hosts.Process(3, intoOneWithoutMembers ? null : b));
        Tick(0, 0, (stays, 0, false), (Hosts.Process(2, a), 0, false), (other, 0, false));
        var report = Tick(500, 500, (Hosts.Process(2, a), 300, false), (Hosts.Process(2, b), 340, ends), (stays, 200, false), (other, intoOneWithoutMembers ? 0 : 100, false));
        Hosts.AssertIdentity(report);
        Assert.Equal([5_000_000L, 5_000_000L], report.Containers.Select(row => row.Active.Cumulative.Total));

        // From the next sample on it is of the second one.
        report = Tick(600, 900, (Hosts.Process(2, b), 740, ends), (stays, 300, false));
        Hosts.AssertIdentity(report);
        Assert.Equal([2_000_000L, 8_000_000L], report.Containers.Select(row => row.Active.LastInterval.Total));

        PowerReport Tick(long first, long second, params (ProcessInfo Process, long Milliseconds, bool Ended)[] readings)
        {
            var sample = Hosts.Sample(++_second * Hosts.Second, (_package, Component.Cpu, _second * 10_000_000));
            sample.Groups.Add(new GroupReading(a, first * Ms, false));
            sample.Groups.Add(new GroupReading(b, second * Ms, false));
            foreach (var (process, milliseconds, ended) in readings) sample.Processes.Add(new ProcessReading(process, milliseconds * Ms, false, ended));
            return _attributor.Advance(sample);
        }
    }

    [Fact]
    public void Ten_thousand_processes_that_live_for_one_tick_add_up()
    {
        Take(Old(1, 0, null));
        var report = PowerReport.Empty;
        for (var tick = 0; tick < 3; tick++)
        {
            var readings = new ProcessReading[10_000];
            for (var i = 0; i < readings.Length; i++)
                readings[i] = new ProcessReading(Hosts.Process(10 + (tick * 10_000) + i, i % 2 == 0 ? _group : null), 10_000 + i, true, true);
            report = Take(readings);
            Hosts.AssertIdentity(report);
        }

        Assert.Equal((30_000_000L, 30_000_000L), (report.Host.Cumulative.Total, report.ProcessOther.Cumulative.Total));
        Assert.Empty(report.Processes);
    }

    private static ProcessReading Old(int pid, long ms, GroupInfo? group) => new(Hosts.Process(pid, group), ms * Ms, Newborn: false, Ended: false);

    private PowerReport Take(params ProcessReading[] readings)
    {
        var sample = Hosts.Sample(++_second * Hosts.Second, (_package, Component.Cpu, _second * 10_000_000));
        foreach (var reading in readings) sample.Processes.Add(reading);
        return _attributor.Advance(sample);
    }
}
