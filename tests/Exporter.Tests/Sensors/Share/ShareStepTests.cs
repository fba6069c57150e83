using Wattshare.Attribution.Counters;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Exporter.Tests.Sensors.Share;

/// <summary>A share moves in steps of the host's interval, or of the pause of the host's exporter, and a guest reads it every second.</summary>
public sealed class ShareStepTests
{
    private const long Second = 1_000_000_000;
    private const long Begin = 1_000_000_000_000_000;

    [Theory]
    [InlineData(400, 60, 600)] // A host that samples once a minute.
    [InlineData(400, 61, 610)] // And that is late each time.
    [InlineData(2_500, 1, 60)] // A machine of several sockets.
    [InlineData(20_000, 60, 600)]
    public void No_step_is_lost_however_large(long watts, int every, int seconds)
    {
        var (counter, total) = Follow(Math.Min(every, 60), seconds, second => second / every * every * watts);
        Assert.Equal(seconds / every * every * watts * 1_000_000, total);
        Assert.Equal((0L, 0L, 0L, 0L), (counter.Refused, counter.Resets, counter.Wraps, counter.UnseenMicrojoules));
    }

    [Fact]
    public void What_was_drawn_while_the_exporter_of_the_host_was_stopped_for_half_a_minute_comes_at_once()
    {
        // 2 kW, and nothing is renewed from the tenth second to the thirty-ninth.
        var (counter, total) = Follow(1, 60, static second => second is >= 10 and < 39 ? 20_000 : second * 2_000L);
        Assert.Equal((120_000_000_000, 0L), (total, counter.Refused));
    }

    [Fact]
    public void A_torn_value_is_still_none()
    {
        var (counter, total) = Follow(60, 120, static second => second == 61 ? 9_000_000_000 : second / 60 * 24_000L);
        Assert.Equal((48_000_000_000, 1L), (total, counter.Refused));
    }

    /// <summary>Reads a share each second; the joules at each are given, and the host's interval.</summary>
    private static (ZoneCounter Counter, long Total) Follow(double interval, int seconds, Func<int, long> joules)
    {
        using var share = new GuestShare();
        share.Publish("intel-rapl:0", "package-0", Begin);
        share.Document(1, interval: interval);
        var reading = Assert.Single(share.Read());
        var counter = new ZoneCounter(reading.Zone);
        for (var second = 0; second <= seconds; second++)
            _ = counter.Advance(new ZoneReading(reading.Zone, Component.Cpu, ReadOutcome.Ok, Begin + (joules(second) * 1_000_000)), second * Second);
        return (counter, counter.TotalMicrojoules);
    }
}
