using Wattshare.Exporter.Sampling;

namespace Wattshare.Exporter.Tests.Sampling;

public sealed class KernelPauseTests
{
    private readonly TimeProvider _time = TimeProvider.System;

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    [InlineData(5_000)]
    [InlineData(30_000)]
    public void It_never_returns_before_the_deadline_of_the_sampling_clock(int microseconds)
    {
        var pause = new KernelPause(_time);
        for (var i = 0; i < 3; i++)
        {
            var deadline = Clock.Nanoseconds(_time) + (microseconds * 1_000L);
            Assert.True(pause.Until(deadline, default));
            Assert.True(Clock.Nanoseconds(_time) >= deadline);
        }
    }

    [Fact]
    public void A_deadline_that_has_passed_is_not_waited_for() =>
        Assert.True(new KernelPause(_time).Until(Clock.Nanoseconds(_time) - 1_000_000_000, default));

    [Fact]
    public void A_stop_in_the_middle_of_an_hour_ends_the_wait()
    {
        using var stop = new CancellationTokenSource();
        var answer = true;
        var thread = new Thread(() => answer = new KernelPause(_time).Until(Clock.Nanoseconds(_time) + 3_600_000_000_000, stop.Token));
        thread.Start();
        while (!thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin)) Thread.Yield();
        stop.Cancel();
        Assert.True(thread.Join(TimeSpan.FromSeconds(30)));
        Assert.False(answer);
    }

    [Fact]
    public void One_that_was_stopped_before_does_not_wait_at_all()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var pause = new KernelPause(_time);
        Assert.False(pause.Until(Clock.Nanoseconds(_time) + 3_600_000_000_000, stop.Token));
        Assert.False(pause.Until(Clock.Nanoseconds(_time) + 10_000_000, stop.Token));
        Assert.False(pause.Until(0, stop.Token));
    }
}
