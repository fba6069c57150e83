using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Tests.Usage;

/// <summary>A container's last tenth of a second: nobody can read its group any more, and the group around it has the time.</summary>
public sealed class EndedGroupsTests
{
    private const long Ms = 1_000_000;

    private readonly ZoneInfo _zone = Hosts.Zone("p", idle: 0);
    private readonly GroupInfo _around = Hosts.Group(1);
    private readonly GroupInfo _first = Hosts.Group(2, Hosts.Container("first"), parent: 1);
    private readonly GroupInfo _second = Hosts.Group(3, Hosts.Container("second"), parent: 1);
    private readonly GroupInfo _third = Hosts.Group(4, Hosts.Container("third"), parent: 1);
    private readonly Attributor _attributor = new(new AttributionRules());
    private long _tick;

    [Fact]
    public void What_a_container_used_before_its_end_is_its_own()
    {
        Take((_around, 0, false), (_first, 0, false), (_second, 0, false));
        Take((_around, 500, false), (_first, 300, false), (_second, 200, false));
        var report = Take((_around, 1_000, false), (_first, 300, true), (_second, 400, false));
        Assert.Equal((300_000, 200_000, 0), (Last(report, "first"), Last(report, "second"), report.System.LastInterval.Total));
    }

    [Fact]
    public void Two_that_ended_at_once_share_it_by_what_they_used_before()
    {
        Take((_around, 0, false), (_first, 0, false), (_second, 0, false), (_third, 0, false));
        Take((_around, 1_000, false), (_first, 300, false), (_second, 100, false), (_third, 600, false));
        var report = Take((_around, 1_500, false), (_first, 300, true), (_second, 100, true), (_third, 700, false));
        Assert.Equal((300_000, 100_000, 100_000), (Last(report, "first"), Last(report, "second"), Last(report, "third")));
        Assert.Equal(0, report.System.LastInterval.Total);
    }

    [Fact]
    public void What_processes_of_the_group_around_it_used_stays_theirs()
    {
        var process = Hosts.Process(9, _around);
        Take((_around, 0, false), (_first, 0, false), process, 0);
        Take((_around, 500, false), (_first, 300, false), process, 200);
        var report = Take((_around, 1_000, false), (_first, 300, true), process, 600);
        Assert.Equal((100_000, 400_000), (Last(report, "first"), report.System.LastInterval.Total));
    }

    [Fact]
    public void One_that_did_nothing_for_long_has_what_its_end_cost()
    {
        Take((_around, 0, false), (_first, 0, false));
        for (var i = 1; i < 5; i++) Take((_around, 0, false));
        var report = Take((_around, 20, false), (_first, 0, true));
        Assert.Equal(20_000, Last(report, "first"));
    }

    [Fact]
    public void The_time_of_a_group_inside_a_container_that_ended_with_it_is_the_containers()
    {
        var inner = Hosts.Group(5, _first.Container, parent: 2);
        Take((_around, 0, false), (_first, 0, false), (inner, 0, false));
        Take((_around, 500, false), (_first, 500, false), (inner, 400, false));
        var report = Take((_around, 700, false), (_first, 500, true), (inner, 400, true));
        Assert.Equal((200_000, 0), (Last(report, "first"), report.System.LastInterval.Total));
    }

    [Fact]
    public void Nothing_is_handed_over_where_the_group_around_it_says_less_than_its_parts()
    {
        Take((_around, 0, false), (_first, 0, false), (_second, 0, false));
        Take((_around, 500, false), (_first, 300, false), (_second, 200, false));
        var report = Take((_around, 600, false), (_first, 300, true), (_second, 350, false));
        Assert.Equal((0, 100_000), (Last(report, "first"), Last(report, "second")));
    }

    private static long Last(PowerReport report, string container) =>
        report.Containers.Single(row => row.Container?.Id == container).Active.LastInterval.Total;

    private PowerReport Take(params ReadOnlySpan<(GroupInfo Group, long Ms, bool Ended)> groups) => Advance(NewSample(groups));

    private PowerReport Take((GroupInfo Group, long Ms, bool Ended) first, (GroupInfo Group, long Ms, bool Ended) second, ProcessInfo process, long used)
    {
        var sample = NewSample([first, second]);
        sample.Processes.Add(new ProcessReading(process, used * Ms, false, false));
        return Advance(sample);
    }

    /// <summary>One microjoule for each microsecond of CPU time that the group around it shows.</summary>
    private HostSample NewSample(ReadOnlySpan<(GroupInfo Group, long Ms, bool Ended)> groups)
    {
        var sample = Hosts.Sample(++_tick * Hosts.Second, (_zone, Component.Cpu, groups[0].Ms * 1_000));
        foreach (var (group, used, ended) in groups) sample.Groups.Add(new GroupReading(group, used * Ms, ended));
        return sample;
    }

    private PowerReport Advance(HostSample sample)
    {
        var report = _attributor.Advance(sample);
        Hosts.AssertIdentity(report);
        return report;
    }
}
