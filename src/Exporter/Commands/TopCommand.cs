using System.Runtime.InteropServices;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Commands;

/// <summary>The live table in the terminal.</summary>
/// <param name="run">Measures and draws until it is cancelled.</param>
internal sealed class TopCommand(Func<WattshareOptions, CancellationToken, Task> run) : ICommandRunner
{
    /// <inheritdoc/>
    public async Task<int> RunAsync(WattshareOptions options, CommandConsole console, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        void End(PosixSignalContext context)
        {
            // The screen is given back first; the program ends with that.
            context.Cancel = true;
            stop.Cancel();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, End);
        try
        {
            await run(options, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // That is how somebody ends it.
        }

        return ExitCode.Ok;
    }
}
