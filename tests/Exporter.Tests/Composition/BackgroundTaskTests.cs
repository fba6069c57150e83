using Microsoft.Extensions.Logging.Abstractions;
using Wattshare.Exporter.Composition;
using Wattshare.Exporter.Diagnostics;

namespace Wattshare.Exporter.Tests.Composition;

public sealed class BackgroundTaskTests
{
    [Fact]
    public async Task A_task_that_fails_is_reported_and_begun_again_and_the_program_lives()
    {
        var faults = new FaultLog(NullLogger<FaultLog>.Instance);
        var third = new TaskCompletionSource();
        var runs = 0;
        using var task = new BackgroundTask("failing", Run, TimeProvider.System, faults);
        await task.StartAsync(default);
        await third.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(2, faults.Count(FaultKind.BackgroundFailed));
        await task.StopAsync(default);
        Assert.True(task.ExecuteTask!.IsCompletedSuccessfully);

        async Task Run(CancellationToken stop)
        {
            if (++runs < 3) throw new InvalidOperationException("unforeseen");
            third.SetResult();
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [Fact]
    public async Task A_task_that_ends_is_not_begun_again()
    {
        var runs = 0;
        using var task = new BackgroundTask("short", _ => Task.FromResult(++runs), TimeProvider.System, new FaultLog(NullLogger<FaultLog>.Instance));
        await task.StartAsync(default);
        await task.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(1, runs);
    }
}
