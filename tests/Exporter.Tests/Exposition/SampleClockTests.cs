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
}
