using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;
using Wattshare.Attribution.Usage;

namespace Wattshare.Attribution.Tests.Usage;

public sealed class MemoryTrafficTests
{
    private const long Second = Hosts.Second;

    private readonly GroupInfo _a = Hosts.Group(1, Hosts.Container("a"));
    private readonly GroupInfo _b = Hosts.Group(2);
    private readonly MemoryTraffic _traffic = new();

    [Fact]
    public void The_first_reading_is_a_baseline()
    {
        Take((1, 9, _a, 1_000), (9, 0, null, 5_000));
        Assert.False(_traffic.IsKnown);
        Take((1, 9, _a, 1_300), (9, 0, null, 6_000));
        Assert.Equal((true, 1_000), (_traffic.IsKnown, _traffic.Total));
        Assert.Equal([new MemoryTraffic.Share(_a, 300)], _traffic.Shares.ToArray());
    }

    [Fact]
    public void The_whole_is_the_sum_of_the_control_groups()
    {
        Take((1, 8, _a, 0), (8, 0, null, 0), (2, 9, null, 0), (9, 0, null, 0));
        Take((1, 8, _a, 10), (8, 0, null, 30), (2, 9, null, 7), (9, 0, null, 60));
        Assert.Equal((true, 90), (_traffic.IsKnown, _traffic.Total));
        Assert.Equal([new MemoryTraffic.Share(_a, 10)], _traffic.Shares.ToArray());
    }

    [Fact]
    public void What_is_in_a_control_group_of_somebody_counts_once()
    {
        Take((1, 8, _a, 0), (8, 0, _a, 0), (9, 0, null, 0));
        Take((1, 8, _a, 10), (8, 0, _a, 30), (9, 0, null, 60));
        Assert.Equal(90, _traffic.Total);
        Assert.Equal([new MemoryTraffic.Share(_a, 30)], _traffic.Shares.ToArray());
    }

    [Fact]
    public void Parts_that_were_read_later_than_the_whole_make_it_as_large_as_they_are()
    {
        Take((1, 9, _a, 0), (2, 9, _b, 0), (9, 0, null, 0));
        Take((1, 9, _a, 70), (2, 9, _b, 40), (9, 0, null, 100));
        Assert.Equal((true, 110), (_traffic.IsKnown, _traffic.Total));
    }

    [Theory]
    [InlineData(-1, 6_000)]
    [InlineData(1_300, -1)]
    [InlineData(999, 6_000)]
    [InlineData(1_300, 4_999)]
    [InlineData(long.MaxValue, 6_000)]
    [InlineData(1_300, long.MaxValue)]
    public void What_fails_or_falls_or_jumps_makes_the_interval_unknown_and_the_one_after_it(long part, long whole)
    {
        Take((1, 9, _a, 1_000), (9, 0, null, 5_000));
        Take((1, 9, _a, part), (9, 0, null, whole));
        Assert.False(_traffic.IsKnown);
        if (part < 0 || whole < 0)
        {
            Take((1, 9, _a, 2_000), (9, 0, null, 7_000));
            Assert.False(_traffic.IsKnown);
        }
        else
        {
            Take((1, 9, _a, 0), (9, 0, null, 0)); // Begins anew: a fall again, unless it fell before.
        }

        Take((1, 9, _a, 3_000), (9, 0, null, 9_000));
        Take((1, 9, _a, 3_100), (9, 0, null, 9_400));
        Assert.Equal((true, 400), (_traffic.IsKnown, _traffic.Total));
    }

    [Fact]
    public void A_failure_of_what_is_nobodys_and_inside_another_does_not_matter()
    {
        Take((1, 9, _a, 0), (2, 9, null, 0), (9, 0, null, 0));
        Take((1, 9, _a, 5), (2, 9, null, -1), (9, 0, null, 10));
        Assert.Equal((true, 10), (_traffic.IsKnown, _traffic.Total));
    }

    [Fact]
    public void A_number_that_was_missing_in_between_has_no_difference()
    {
        Take((1, 9, _a, 0), (9, 0, null, 0));
        Take((9, 0, null, 10));
        Assert.False(_traffic.IsKnown);
        Take((1, 9, _a, 20), (9, 0, null, 30));
        Assert.False(_traffic.IsKnown); // It is new, and nobody else is monitored.
        Take((1, 9, _a, 25), (9, 0, null, 40));
        Assert.Equal((true, 10), (_traffic.IsKnown, _traffic.Total));
    }

    [Fact]
    public void A_newcomer_counts_from_its_second_reading_and_the_others_all_the_while()
    {
        Take((1, 9, _a, 0), (9, 0, null, 0));
        Take((1, 9, _a, 5), (2, 9, _b, 1_000_000), (9, 0, null, 2_000_000), (8, 0, null, 77));
        Assert.Equal((true, 2_000_000), (_traffic.IsKnown, _traffic.Total));
        Assert.Equal([new MemoryTraffic.Share(_a, 5)], _traffic.Shares.ToArray());
        Take((1, 9, _a, 6), (2, 9, _b, 1_000_003), (9, 0, null, 2_000_010), (8, 0, null, 80));
        Assert.Equal(13, _traffic.Total);
        Assert.Equal([new MemoryTraffic.Share(_a, 1), new MemoryTraffic.Share(_b, 3)], _traffic.Shares.ToArray());
    }

    [Fact]
    public void Without_traffic_or_without_anybody_who_is_monitored_nothing_is_known()
    {
        Take((1, 9, _a, 5), (9, 0, null, 5));
        Take((1, 9, _a, 5), (9, 0, null, 5));
        Assert.False(_traffic.IsKnown);
        Take((1, 9, null, 6), (9, 0, null, 9));
        Assert.False(_traffic.IsKnown);
        Take();
        Assert.Equal((false, 0), (_traffic.IsKnown, _traffic.Total));
    }

    private void Take(params (long Monitor, long Control, GroupInfo? Target, long Bytes)[] readings) =>
        _traffic.Advance(Array.ConvertAll(readings, reading => new TrafficReading(reading.Monitor, reading.Control, reading.Target, reading.Bytes)), Second);
}
