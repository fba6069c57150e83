using Microsoft.Extensions.Logging.Abstractions;
using Wattshare.Exporter.Options;
using Wattshare.Exporter.Terminal;

namespace Wattshare.Exporter.Composition;

/// <summary>Measures for <c>wattshare top</c>, with the same parts that measure in service and beside an exporter that may run already.</summary>
internal static class HostTop
{
    /// <summary>How long the first frame waits for names; those that come later are in a later one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Measures and draws until it is cancelled or somebody quits.</summary>
    /// <param name="options">Settings without a fault.</param>
    /// <param name="terminal">Where to draw.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The running program.</returns>
    public static async Task RunAsync(WattshareOptions options, ITerminal terminal, CancellationToken cancellation)
    {
        // A log would run into the table; what is wrong is counted, and the table says that there is something.
        using var measuring = new Measuring(options, NullLoggerFactory.Instance, TimeProvider.System);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await AskNamesAsync(measuring, cancellation);
        using var sampling = new SamplingService(measuring.Loop.Run);
        await sampling.StartAsync(cancellation);
        var names = measuring.Names.RunAsync(stop.Token);
        try
        {
            await new TopLoop(measuring.Latest, terminal, () => Note(measuring)).RunAsync(cancellation);
        }
        finally
        {
            await stop.CancelAsync();
            await sampling.StopAsync(CancellationToken.None);
            await names.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task AskNamesAsync(Measuring measuring, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            await measuring.Names.AskAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // They are asked again beside the drawing.
        }
    }

    private static string? Note(Measuring measuring) =>
        measuring.Latest.Report.Measured.Bits == 0 ? "Nothing is measured here: 'wattshare check' tells why and what mends it." : null;
}
