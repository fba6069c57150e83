using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Tests.Idle;

/// <summary>What is learned is in the report, with its age, and is where the next run begins.</summary>
public sealed class LearnedFloorTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    private readonly ZoneInfo _package = Hosts.Zone("package-0");
    private readonly Attributor _attributor = new(new AttributionRules());
    private int _second;
    private long _raw;
    private long _busy;

    [Fact]
    public void A_floor_is_learned_dated_and_there_from_the_first_interval_of_the_next_run()
    {
        for (var i = 0; i < 60; i++) Assert.Null(Take(_attributor, watts: 12).Learned);
        var row = Take(_attributor, watts: 12);
        Assert.Equal((IdleFloorSource.Learned, 12_000_000, 60.0), (row.Source, row.Microwatts, row.ObservedSeconds));
        Assert.Equal(Start.AddSeconds(61), row.LastObserved);
        var learned = row.Learned!;
        Assert.Equal((Component.Cpu, Start.AddSeconds(61)), (learned.Component, learned.LastObserved));

        // Busy seconds teach nothing, and the figure grows old.
        for (var i = 0; i < 30; i++) row = Take(_attributor, watts: 40, busy: true);
        Assert.Same(learned, row.Learned);
        Assert.Equal(TimeSpan.FromSeconds(30), row.Age(Start.AddSeconds(_second)));
        Assert.Equal(TimeSpan.Zero, row.Age(Start.AddSeconds(-1)));

        var next = new Attributor(new AttributionRules { LearnedFloors = [learned] });
        Take(next, watts: 40, busy: true);
        row = Take(next, watts: 40, busy: true);
        Assert.Equal((IdleFloorSource.Learned, 12_000_000), (row.Source, row.Microwatts));
        Assert.InRange(row.ObservedSeconds, 59.9, 60.0);
        Assert.Equal(Start.AddSeconds(61), row.LastObserved);
        Assert.Same(learned, row.Learned);
    }

    [Fact]
    public void What_is_kept_is_made_anew_after_a_minute_of_idling_and_not_before()
    {
        IdleFloorRow row = null!;
        for (var i = 0; i < 62; i++) row = Take(_attributor, watts: 12);
        var first = row.Learned;
        for (var i = 0; i < 58; i++) Assert.Same(first, Take(_attributor, watts: 12).Learned);
        row = Take(_attributor, watts: 12);
        Assert.NotSame(first, row.Learned);
        Assert.Equal(row.LastObserved, row.Learned!.LastObserved);
    }

    [Fact]
    public void Nothing_learned_has_no_age() => Assert.Null(Take(_attributor, watts: 12).Age(Start));

    private IdleFloorRow Take(Attributor attributor, int watts, bool busy = false)
    {
        _raw += watts * 1_000_000L;
        _busy += busy ? 2_000_000_000 : 0;
        var sample = Hosts.Sample(++_second * Hosts.Second, (_package, Component.Cpu, _raw));
        sample.WallTime = Start.AddSeconds(_second);
        sample.Cpu = new CpuTimes(_busy, 0, (_second * 2_000_000_000L) - _busy);
        return attributor.Advance(sample).IdleFloors.Single();
    }
}
