using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host.Kernel;
using Wattshare.Exporter.Sampling;
using Wattshare.Exporter.Tests.Host;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Sampling;

public sealed class SuspendWatchTests
{
    private const long Second = 1_000_000_000;

    private readonly ManualTime _time = new();
    private readonly FaultProbe _faults = new();
    private readonly SuspendWatch _watch;
    private long _asleep = 500 * Second;
    private TimeSpan _stopped;

    public SuspendWatchTests() => _watch = new SuspendWatch(_time, BootNanoseconds, _faults.Log);

    [Fact]
    public void A_suspension_is_noticed_once_and_said_once()
    {
        Assert.False(_watch.Look());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_watch.Look());
        _asleep += 3_600 * Second;
        Assert.True(_watch.Look());
        Assert.False(_watch.Look());
        _watch.Resumed();
        Assert.Equal(1, _faults.Log.Count(FaultKind.HostSuspended));
        Assert.Equal(
            ["Warning: HostSuspended: host: the machine was suspended for 3600 s; counters of the hardware may have begun anew, so what was drawn meanwhile is not counted",
                "Information: HostSuspended: host: recovered"],
            _faults.Lines);
    }

    [Theory]
    [InlineData(-3_600)]
    [InlineData(3_600)]
    [InlineData(-1_000_000_000)]
    public void A_step_of_the_wall_clock_is_no_suspension(int seconds)
    {
        Assert.False(_watch.Look());
        _time.Wall += TimeSpan.FromSeconds(seconds);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_watch.Look());
    }

    [Fact]
    public void A_stall_is_no_suspension()
    {
        Assert.False(_watch.Look());
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.False(_watch.Look());
    }

    [Fact]
    public void A_thread_that_is_stopped_between_the_clocks_sees_no_suspension_neither_then_nor_later()
    {
        _stopped = TimeSpan.FromSeconds(30);
        Assert.False(_watch.Look());
        _stopped = default;
        Assert.False(_watch.Look());
        _stopped = TimeSpan.FromSeconds(30);
        Assert.False(_watch.Look());
        _stopped = default;
        Assert.False(_watch.Look());
        _asleep += Second;
        Assert.True(_watch.Look());
    }

    [Fact]
    public void Without_a_clock_since_boot_nothing_is_noticed()
    {
        var boot = 0L;
        var watch = new SuspendWatch(_time, () => boot, _faults.Log);
        Assert.False(watch.Look());
        boot = _time.GetTimestamp() + (7 * Second);
        Assert.False(watch.Look());
        (boot, var before) = (0, boot);
        Assert.False(watch.Look());
        boot = before;
        Assert.False(watch.Look());
        Assert.Empty(_faults.Lines);
    }

    [Fact]
    public void The_real_clocks_agree()
    {
        var watch = new SuspendWatch(TimeProvider.System, BootTime.Nanoseconds, _faults.Log);
        for (var i = 0; i < 1_000; i++) Assert.False(watch.Look());
        Assert.Equal(0, Allocations.Of(() => watch.Look()));
    }

    /// <summary>Both halves of the time that the thread is stopped lie around the look at this clock.</summary>
    private long BootNanoseconds()
    {
        _time.Advance(_stopped / 2);
        var boot = _time.GetTimestamp() + _asleep;
        _time.Advance(_stopped / 2);
        return boot;
    }
}
