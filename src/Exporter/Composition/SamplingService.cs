namespace Wattshare.Exporter.Composition;

/// <summary>Runs the sampling loop on a thread of its own for as long as the program runs.</summary>
/// <param name="run">The loop; it ends when it is cancelled.</param>
internal sealed class SamplingService(Action<CancellationToken> run) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Thread? _thread;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new Thread(() => run(_stop.Token)) { Name = "sampler", IsBackground = true };
        _thread.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        HasEnded();
    }

    /// <summary>
    /// Ends the loop as well: a program whose start fails, because its port is in use for example, is disposed of without being stopped,
    /// and the loop would go on with parts that are gone.
    /// </summary>
    public void Dispose()
    {
        _stop.Cancel();
        if (HasEnded()) _stop.Dispose();
    }

    /// <summary>A thread that hangs in a read of the kernel must not keep the program from ending; it ends with the process.</summary>
    private bool HasEnded() => _thread?.Join(TimeSpan.FromMilliseconds(500)) ?? true;
}
