using Wattshare.Exporter.Exposition;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Commands;

/// <summary>Finds out what is asked for and has it done.</summary>
/// <param name="console">The streams.</param>
/// <param name="runners">The body of every command that this version has.</param>
internal sealed class Application(CommandConsole console, IReadOnlyDictionary<CommandKind, ICommandRunner> runners)
{
    /// <summary>Runs the program.</summary>
    /// <param name="arguments">Its arguments without its name.</param>
    /// <param name="environment">All environment variables.</param>
    /// <param name="readFile">Reads the configuration file.</param>
    /// <param name="cancellation">Ends the command early.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        Func<string, ConfigText> readFile,
        CancellationToken cancellation)
    {
        var result = OptionsLoader.Load(arguments, environment, readFile);
        if (result.Help) return await AnswerAsync(HelpText.For(result.Command));
        if (result.Version) return await AnswerAsync(BuildInfo.Current.Line() + "\n");
        if (result.Faults.Count == 0) return await runners[result.Command].RunAsync(result.Options, console, cancellation);
        foreach (var fault in result.Faults) await console.Error.WriteLineAsync($"wattshare: {fault}");
        return ExitCode.Usage;
    }

    private async Task<int> AnswerAsync(string text)
    {
        await console.Output.WriteAsync(text);
        await console.Output.FlushAsync();
        return ExitCode.Ok;
    }
}
