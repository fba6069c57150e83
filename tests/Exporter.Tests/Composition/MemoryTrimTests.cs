using Wattshare.Exporter.Composition;

namespace Wattshare.Exporter.Tests.Composition;

public sealed class MemoryTrimTests
{
    [Fact]
    public async Task Memory_is_given_back_again_and_again_until_the_end()
    {
        using var trimmed = new SemaphoreSlim(0);
        using var stop = new CancellationTokenSource();
        var running = new MemoryTrim(TimeSpan.FromMilliseconds(5), TimeProvider.System, () => trimmed.Release()).RunAsync(stop.Token);
        for (var i = 0; i < 3; i++) Assert.True(await trimmed.WaitAsync(TimeSpan.FromSeconds(60)));
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
