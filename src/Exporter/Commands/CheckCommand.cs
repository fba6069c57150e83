using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Commands;

/// <summary>Says what can be measured on this host.</summary>
/// <param name="gather">Asks the sensors and looks at the host.</param>
internal sealed class CheckCommand(Func<WattshareOptions, CheckInput> gather) : ICommandRunner
{
    /// <inheritdoc/>
    public async Task<int> RunAsync(WattshareOptions options, CommandConsole console, CancellationToken cancellation)
    {
        var input = gather(options);
        await console.Output.WriteAsync(CheckReport.Render(input));
        await console.Output.FlushAsync(cancellation);
        return CheckVerdict.Of(input.Findings).HasCounter ? ExitCode.Ok : ExitCode.Failed;
    }
}
