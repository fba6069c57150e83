namespace Wattshare.Exporter.Composition;

/// <summary>Runs a task for as long as the program runs.</summary>
/// <param name="run">The task; it ends without an exception when it is cancelled.</param>
internal sealed class BackgroundTask(Func<CancellationToken, Task> run) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => run(stoppingToken);
}
