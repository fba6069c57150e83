using Wattshare.Exporter.Composition;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Composition;

public sealed class MemoryTrimTests
{
    [Fact]
    public async Task Memory_is_given_back_every_two_minutes_until_the_end()
    {
        var time = new ManualTime();
        var trimmed = new SemaphoreSlim(0);
        using var stop = new CancellationTokenSource();
        var running = new MemoryTrim(time, () => trimmed.Release()).RunAsync(stop.Token);
        time.Advance(TimeSpan.FromSeconds(119));
        Assert.Equal(0, trimmed.CurrentCount);
        for (var i = 0; i < 3; i++)
        {
            time.Advance(TimeSpan.FromSeconds(i == 0 ? 1 : 120));
            Assert.True(await trimmed.WaitAsync(TimeSpan.FromSeconds(30)));
        }

        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public void Collecting_frees_what_nobody_holds()
    {
        var garbage = Drop();
        MemoryTrim.Collect();
        Assert.False(garbage.IsAlive);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Drop() => new(new byte[100_000]);
}
