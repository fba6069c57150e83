using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Commands.Explain;

/// <summary>Explains the energy of one virtual machine, container or process over one interval.</summary>
/// <param name="gather">Measures the interval.</param>
internal sealed class ExplainCommand(Func<WattshareOptions, CancellationToken, Task<ExplainInput>> gather) : ICommandRunner
{
    /// <inheritdoc/>
    public async Task<int> RunAsync(WattshareOptions options, CommandConsole console, CancellationToken cancellation)
    {
        var input = await gather(options, cancellation);
        if (input.UsageObstacle is { } obstacle && options.Usage.Source == UsageSourceKind.Bpf)
            return await FailAsync(console, $"--usage.source=bpf cannot be used: {obstacle.Reason}. {obstacle.Fix}", ExitCode.Usage);
        var found = new TargetSearch(input.Trace).Find(options.Check.Explain!);
        if (found.Target is not { } target) return await FailAsync(console, $"--explain: {found.Fault}", found.ExitCode);
        await console.Output.WriteAsync(ExplainReport.Render(input, target));
        await console.Output.FlushAsync(cancellation);
        return ExitCode.Ok;
    }

    private static async Task<int> FailAsync(CommandConsole console, string fault, int code)
    {
        await console.Error.WriteLineAsync($"wattshare: {fault}");
        return code;
    }
}
