using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Commands;

/// <summary>Says what can be measured on this host, or explains the energy of one target.</summary>
/// <param name="gather">Asks the sensors and looks at the host.</param>
/// <param name="explain">Explains; needed where the settings name a target.</param>
internal sealed class CheckCommand(Func<WattshareOptions, CancellationToken, Task<CheckInput>> gather, ICommandRunner? explain = null) : ICommandRunner
{
    /// <inheritdoc/>
    public async Task<int> RunAsync(WattshareOptions options, CommandConsole console, CancellationToken cancellation)
    {
        if (options.Check.Explain is not null && explain is not null) return await explain.RunAsync(options, console, cancellation);
        var input = await gather(options, cancellation);
        await console.Output.WriteAsync(CheckReport.Render(input));
        await console.Output.FlushAsync(cancellation);
        if (input.Facts.Any(fact => fact.Level == CheckLevel.Error)) return ExitCode.Usage;
        return CheckVerdict.Of(input.Findings).HasCounter ? ExitCode.Ok : ExitCode.Failed;
    }
}
