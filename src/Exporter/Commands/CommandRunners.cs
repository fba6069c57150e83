using Wattshare.Exporter.Commands.Explain;
using Wattshare.Exporter.Composition;
using Wattshare.Exporter.Options;
using Wattshare.Exporter.Terminal;

namespace Wattshare.Exporter.Commands;

/// <summary>The one place where commands get their bodies.</summary>
internal static class CommandRunners
{
    /// <summary>Makes the body of every command of this version.</summary>
    /// <returns>The bodies by command.</returns>
    public static IReadOnlyDictionary<CommandKind, ICommandRunner> All() => new Dictionary<CommandKind, ICommandRunner>
    {
        [CommandKind.Serve] = new ServeCommand(),
        [CommandKind.Guest] = new GuestCommand(),
        [CommandKind.Check] = new CheckCommand(HostCheck.GatherAsync, new ExplainCommand(HostExplain.GatherAsync)),
        [CommandKind.Top] = new TopCommand((options, cancellation) => HostTop.RunAsync(options, new SystemTerminal(), cancellation)),
    };
}
