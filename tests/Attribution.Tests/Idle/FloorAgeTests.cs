using Wattshare.Attribution.Idle;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Tests.Idle;

/// <summary>What was learned grows old with time and not with idling, over a restart as well.</summary>
public sealed class FloorAgeTests
{
    private const int Minute = 60;
    private const int Day = 86_400;

    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    private readonly ZoneInfo _package = Hosts.Zone("package-0");
    private Attributor _attributor = new(new AttributionRules());
    private long _second;
    private long _raw;
    private long _busy;

    [Fact]
    public void A_host_that_is_idle_two_percent_of_the_time_follows_a_change_of_its_hardware_within_five_days()
    {
        Assert.Equal(30_000_000, Live(days: 10, idleWatts: 30).Microwatts);
        Assert.Equal(30_000_000, Live(days: 1, idleWatts: 45).Microwatts);
        Assert.Equal(45_000_000, Live(days: 4, idleWatts: 45).Microwatts);

        // Downwards at once: 5 % of what counts is enough.
        Assert.Equal(20_000_000, Live(days: 1, idleWatts: 20).Microwatts);
    }

    [Fact]
    public void A_host_that_is_always_busy_keeps_its_floor_and_tells_its_age()
    {
        Live(days: 1, idleWatts: 30);
        var last = _second;
        var row = Live(days: 100, idleWatts: 90, everyMinutes: int.MaxValue);
        Assert.Equal((IdleFloorSource.Learned, 30_000_000L), (row.Source, row.Microwatts));
        Assert.InRange(row.Age(Start.AddSeconds(_second))!.Value.TotalDays, 100, 100.1);
        Assert.InRange(_second - last, 100 * Day, 100 * Day);
    }

    [Theory]
    [InlineData(0, 30)]
    [InlineData(-10, 30)]
    [InlineData(-100_000, 30)]
    [InlineData(10, 45)]
    [InlineData(100_000, 45)]
    public void The_time_that_the_program_did_not_run_counts_and_a_clock_that_was_set_back_does_not(int days, int watts)
    {
        // 10,000 s of the floor before, and 4,000 s of another one now.
        var learned = new LearnedFloor(Component.Cpu, Start.AddDays(-Math.Min(days, 19_000)), [new IdlePowerBin(30_000_000, 10_000)]);
        _attributor = new Attributor(new AttributionRules { LearnedFloors = [learned] });
        var row = Take(Minute, 40, busy: true);
        Assert.Equal((IdleFloorSource.Learned, 30_000_000L), (row.Source, row.Microwatts));
        Assert.True(row.LastObserved <= Start.AddSeconds(_second));
        for (var i = 0; i < 68; i++) row = Take(Minute, 45, busy: false);
        Assert.Equal(watts * 1_000_000, row.Microwatts);
    }

    /// <summary>Lives minute by minute: busy, and idle for one in so many of them.</summary>
    private IdleFloorRow Live(int days, int idleWatts, int everyMinutes = 50)
    {
        IdleFloorRow? row = null;
        for (var minute = 1; minute <= days * (Day / Minute); minute++)
            row = minute % everyMinutes == 0 ? Take(Minute, idleWatts, busy: false) : Take(Minute, 120, busy: true);
        return row!;
    }

    private IdleFloorRow Take(int seconds, int watts, bool busy)
    {
        _second += seconds;
        _raw += watts * seconds * 1_000_000L;
        _busy += busy ? seconds * 2_000_000_000L : 0;
        var sample = Hosts.Sample(_second * Hosts.Second, (_package, Component.Cpu, _raw));
        sample.WallTime = Start.AddSeconds(_second);
        sample.Cpu = new CpuTimes(_busy, 0, (_second * 2_000_000_000L) - _busy);
        return _attributor.Advance(sample).IdleFloors.Single();
    }
}
