namespace Wattshare.Exporter.Exposition;

/// <summary>
/// The last known usage of the exporter. A scrape does no I/O, so the figures are refreshed in the background, every five seconds or
/// every sampling interval if that is longer, and are as old as that in the text.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="sampleInterval">The sampling interval.</param>
internal sealed class SelfMetrics(TimeProvider time, TimeSpan sampleInterval) : BackgroundService
{
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromSeconds(5);

    private readonly SelfReader _reader = new();
    private volatile SelfUsage _usage = new();

    /// <summary>The last known usage. Any thread.</summary>
    public SelfUsage Usage => _usage;

    /// <summary>Reads the usage now. Called once before the first scrape, then only by the service itself.</summary>
    public void Refresh() => _usage = _reader.Read();

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Refresh();
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _reader.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(sampleInterval > ShortestPeriod ? sampleInterval : ShortestPeriod, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false)) Refresh();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program ends.
        }
    }
}
