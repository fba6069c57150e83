using Wattshare.Exporter.Sampling;

namespace Wattshare.Exporter.Composition;

/// <summary>Runs the sampling loop on a thread of its own for as long as the program runs.</summary>
/// <param name="loop">The loop.</param>
internal sealed class SamplingService(SamplingLoop loop) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Thread? _thread;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new Thread(() => loop.Run(_stop.Token)) { Name = "sampler", IsBackground = true };
        _thread.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();

        // A thread that hangs in a read of the kernel must not keep the program from ending; it ends with the process.
        _thread?.Join(TimeSpan.FromMilliseconds(500));
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();
}
