using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Commands;

/// <summary>The exporter inside a virtual machine. It never publishes a share.</summary>
internal sealed class GuestCommand : ICommandRunner
{
    /// <inheritdoc/>
    public async Task<int> RunAsync(WattshareOptions options, CommandConsole console, CancellationToken cancellation)
    {
        await console.Error.WriteLineAsync("wattshare: guest is not connected in this build");
        return ExitCode.Incomplete;
    }
}
