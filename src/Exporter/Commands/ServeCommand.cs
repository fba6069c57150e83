using Wattshare.Exporter.Composition;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Commands;

/// <summary>The exporter on a host.</summary>
internal sealed class ServeCommand : ICommandRunner
{
    /// <inheritdoc/>
    public Task<int> RunAsync(WattshareOptions options, CommandConsole console, CancellationToken cancellation) =>
        new ExporterApplication(options, EnvironmentVariables.Read(), TimeProvider.System).RunAsync(console.Error, cancellation);
}
