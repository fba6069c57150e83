using Wattshare.Exporter.Composition;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Commands;

/// <summary>The exporter inside a virtual machine. Its energy source is the share, and it never publishes one.</summary>
internal sealed class GuestCommand : ICommandRunner
{
    /// <inheritdoc/>
    public Task<int> RunAsync(WattshareOptions options, CommandConsole console, CancellationToken cancellation) =>
        new ExporterApplication(options, EnvironmentVariables.Read(), TimeProvider.System).RunAsync(console.Error, cancellation);
}
