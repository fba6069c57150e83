using Wattshare.Exporter.Composition;

namespace Wattshare.Exporter.Tests.Composition;

public sealed class SamplingServiceTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_loop_has_ended_when_the_service_is_disposed_of_stopped_or_not(bool stopped)
    {
        using var begun = new ManualResetEventSlim();
        var ended = false;
        var service = new SamplingService(stop =>
        {
            begun.Set();
            stop.WaitHandle.WaitOne(TimeSpan.FromSeconds(30));
            Volatile.Write(ref ended, stop.IsCancellationRequested);
        });
        await service.StartAsync(default);
        Assert.True(begun.Wait(TimeSpan.FromSeconds(30)));
        if (stopped) await service.StopAsync(default);
        service.Dispose();
        Assert.True(Volatile.Read(ref ended));
    }

    [Fact]
    public void A_service_that_never_started_can_be_disposed_of()
    {
        var service = new SamplingService(_ => Assert.Fail("It was not started."));
        service.Dispose();
    }
}
