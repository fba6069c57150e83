using Wattshare.Exporter.Exposition;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Exposition;

public sealed class SampleClockTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Before_the_first_sample_there_is_no_age_but_silence()
    {
        var clock = new SampleClock(_time);
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Null(clock.Age);
        Assert.Equal(TimeSpan.FromSeconds(3), clock.Silence);
    }

    [Fact]
    public void Age_duration_and_interval_are_those_of_the_clock()
    {
        var clock = new SampleClock(_time);
        for (var i = 0; i < 2; i++)
        {
            var started = _time.GetTimestamp();
            _time.Advance(TimeSpan.FromMilliseconds(2));
            clock.Taken(started);
            _time.Advance(TimeSpan.FromMilliseconds(998));
        }

        Assert.Equal(TimeSpan.FromSeconds(1), clock.Age);
        Assert.Equal(4_000_000, clock.Duration.Read(new long[14]));
        var intervals = new long[19];
        Assert.Equal(1_000_000_000, clock.Interval.Read(intervals));
        Assert.Equal(1, intervals[^1]);
        Assert.Equal(0, intervals[10]);
        Assert.Equal(1, intervals[11]);
    }

    [Fact]
    public void Lateness_and_missed_deadlines_are_counted_and_are_no_samples()
    {
        var clock = new SampleClock(_time);
        clock.Began(10_000, 0);
        clock.Began(10_001, 3);
        clock.Began(20_000_000_000, 4);
        var late = new long[clock.Lateness.Bounds.Length + 1];
        Assert.Equal(20_000_020_001, clock.Lateness.Read(late));
        Assert.Equal([1L, 2, 2], late[..3]);
        Assert.Equal([2L, 3], late[^2..]);
        Assert.Equal(7, clock.Missed);
        Assert.Null(clock.Age);
        Assert.Equal(0, clock.Duration.Read(new long[14]));
    }
}
