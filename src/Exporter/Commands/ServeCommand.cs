using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Commands;

/// <summary>The exporter on a host.</summary>
internal sealed class ServeCommand : ICommandRunner
{
    /// <inheritdoc/>
    public async Task<int> RunAsync(WattshareOptions options, CommandConsole console, CancellationToken cancellation)
    {
        await console.Error.WriteLineAsync("wattshare: serve is not connected in this build");
        return ExitCode.Incomplete;
    }
}
