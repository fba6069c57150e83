using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Commands;

/// <summary>The body of one command.</summary>
internal interface ICommandRunner
{
    /// <summary>Runs the command to its end.</summary>
    /// <param name="options">Settings without a fault.</param>
    /// <param name="console">Where results go.</param>
    /// <param name="cancellation">Ends the command early; a command that serves ends well then.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    Task<int> RunAsync(WattshareOptions options, CommandConsole console, CancellationToken cancellation);
}
