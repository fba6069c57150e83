using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Tests.Ledgers;

/// <summary>Machines that are called the same, in one series: it never falls while one of them has a row.</summary>
public sealed class SharedSeriesTests
{
    private readonly Attributor _attributor = new(new AttributionRules { EndedRetention = TimeSpan.FromSeconds(2) });
    private readonly ZoneInfo _package = Hosts.Zone("package-0", idle: 0);
    private readonly GroupInfo _first = Machine(1, "pid:1", "web");
    private readonly GroupInfo _second = Machine(2, "pid:2", "web");
    private readonly GroupInfo _third = Machine(3, "pid:3", "web");
    private readonly Dictionary<long, long> _used = [];
    private int _seconds;
    private long _raw;

    [Fact]
    public void What_a_retired_twin_used_stays_under_their_name()
    {
        Live();
        var before = Take((_first, 100, true), (_second, 100, false), (_third, 200, false));
        Assert.Equal([10_000_000L, 10_000_000L, 20_000_000L], Of(before));
        var after = Wait(3);
        Assert.Equal(["pid:2", "pid:3", "retired:pid:1"], after.Vms.Select(row => row.Vm?.Key));
        Assert.Equal([10_000_000L, 20_000_000L, 10_000_000L], Of(after));
        Assert.Equal([false, false, true], after.Vms.Select(row => row.Ended));
        Assert.Equal(after.Vms[2].Uncertainty, before.Vms[0].Uncertainty);
        Assert.NotEqual(default, after.Vms[2].Uncertainty);
    }

    [Fact]
    public void What_several_used_is_one_row_and_that_of_all_that_ended_when_the_last_of_them_is_retired()
    {
        Live();
        Take((_first, 100, true), (_second, 100, false), (_third, 200, false));
        Wait(3);
        Take((_second, 100, true), (_third, 200, false));
        var two = Wait(3);
        Assert.Equal(["pid:3", "retired:pid:1"], two.Vms.Select(row => row.Vm?.Key));
        Assert.Equal([20_000_000L, 20_000_000L], Of(two));
        Take((_third, 200, true));
        var none = Wait(3);
        Assert.Null(none.Vms.Single().Vm);
        Assert.Equal([40_000_000L], Of(none));
    }

    [Fact]
    public void Twins_that_are_retired_together_leave_nothing_behind()
    {
        Live();
        Take((_first, 100, true), (_second, 100, true), (_third, 200, true));
        var none = Wait(3);
        Assert.Null(none.Vms.Single().Vm);
        Assert.Equal([40_000_000L], Of(none));
    }

    [Fact]
    public void Who_comes_back_under_a_retired_identity_begins_anew()
    {
        Live();
        Take((_first, 100, true), (_second, 100, false), (_third, 200, false));
        Wait(3);
        var again = Take((Machine(4, "pid:1", "web"), 0, false), (_second, 100, false), (_third, 200, false));
        Assert.Equal(["pid:1", "pid:2", "pid:3", "retired:pid:1"], again.Vms.Select(row => row.Vm?.Key));
        Assert.Equal([0L, 10_000_000L, 20_000_000L, 10_000_000L], Of(again));
    }

    [Fact]
    public void Times_by_role_stay_as_well()
    {
        Live();
        Take(s => s.VmTimes.Add(new VmTimeReading(_first.Vm!, VmRole.Vhost, 7)));
        Take((_first, 0, true), (_second, 0, false), (_third, 0, false));
        Assert.Equal(7, Wait(3).Vms.Single(row => row.Vm!.Key == "retired:pid:1").CpuTimes[VmRole.Vhost]);
    }

    [Fact]
    public void One_of_several_keeps_their_name_until_it_is_the_last()
    {
        Live();
        var renamed = Machine(1, "pid:1", "shop", vcpus: 3);
        var kept = Take((renamed, 100, false), (_second, 100, false), (_third, 200, false)).Vms[0].Vm!;
        Assert.Equal(("web", 3), (kept.Name, kept.Vcpus));
        Take((_second, 100, true), (_third, 200, true));
        Assert.Equal("web", Wait(1).Vms[0].Vm!.Name);

        // What the others used was shown under the old name, which nobody has any more.
        var last = Wait(2);
        Assert.Equal(["shop", null], last.Vms.Select(row => row.Vm?.Name));
        Assert.Equal([10_000_000L, 30_000_000L], Of(last));
    }

    [Fact]
    public void A_name_that_another_has_is_not_taken_while_that_one_has_a_row()
    {
        var other = Machine(7, "pid:7", "shop");
        Live();
        Take((other, 0, false), (_second, 0, true), (_third, 0, true));
        Wait(3);
        var wants = Machine(1, "pid:1", "shop");
        Assert.Equal("web", Take((wants, 0, false), (other, 0, false)).Vms[0].Vm!.Name);
        Take((other, 0, true));
        Assert.Equal(["web", "web", null], Wait(3).Vms.Select(row => row.Vm?.Name));
        Assert.Equal(["shop", null], Wait(1).Vms.Select(row => row.Vm?.Name));
    }

    [Fact]
    public void A_name_that_is_given_up_while_another_is_born_to_it_is_kept()
    {
        Live();
        Take((_first, 100, false), (_second, 0, true), (_third, 0, true));
        Wait(3);
        var newcomer = Machine(9, "pid:9", "web");
        var both = Take((Machine(1, "pid:1", "shop"), 100, false), (newcomer, 0, false));
        Assert.Equal([("pid:1", "web"), ("pid:9", "web"), ("retired:pid:2", "web")], both.Vms.Select(row => (row.Vm?.Key, row.Vm?.Name)));
    }

    [Fact]
    public void Who_wanted_another_name_and_wants_the_old_one_again_has_it()
    {
        Live();
        Take((Machine(1, "pid:1", "shop"), 0, false), (_second, 0, false), (_third, 0, false));
        Take((Machine(1, "pid:1", "web"), 0, false), (_second, 0, true), (_third, 0, true));
        Assert.Equal([("pid:1", "web"), ("retired:pid:2", "web")], Wait(3).Vms.Select(row => (row.Vm!.Key, row.Vm.Name)));
    }

    private static GroupInfo Machine(long group, string key, string name, int vcpus = 1) =>
        Hosts.Group(group, vm: Hosts.Vm(name) with { Key = key, Vcpus = vcpus });

    private static IEnumerable<long> Of(PowerReport report) => report.Vms.Select(row => row.Active.Cumulative[Component.Cpu]);

    private void Live() => Take((_first, 0, false), (_second, 0, false), (_third, 0, false));

    /// <summary>Seconds in which nothing is told and nothing is drawn.</summary>
    private PowerReport Wait(int seconds)
    {
        PowerReport report;
        do
        {
            report = Take(static _ => { });
        }
        while (--seconds > 0);
        return report;
    }

    /// <summary>One second, in which each 100 ms of CPU time that were used drew 10 J.</summary>
    private PowerReport Take(params (GroupInfo Group, long Milliseconds, bool Ended)[] groups)
    {
        foreach (var (group, total, _) in groups)
        {
            _raw += (total - _used.GetValueOrDefault(group.Id)) * 100_000;
            _used[group.Id] = total;
        }

        return Take(sample =>
        {
            foreach (var (group, total, ended) in groups) sample.Groups.Add(new GroupReading(group, total * 1_000_000, ended));
        });
    }

    private PowerReport Take(Action<HostSample> fill)
    {
        var sample = Hosts.Sample(++_seconds * Hosts.Second, (_package, Component.Cpu, _raw));
        fill(sample);
        var report = _attributor.Advance(sample);
        Hosts.AssertIdentity(report);
        return report;
    }
}
