using System.Text;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Commands;

/// <summary>The answer to <c>--help</c>: one screen, made from the catalogs.</summary>
internal static class HelpText
{
    private static readonly (OptionGroup Group, string Title)[] Groups =
    [
        (OptionGroup.General, "General"),
        (OptionGroup.Web, "Web"),
        (OptionGroup.Measuring, "Measuring"),
        (OptionGroup.Attribution, "Attribution and output"),
    ];

    /// <summary>Renders the help of a command.</summary>
    /// <param name="command">The command; its defaults are the ones shown.</param>
    /// <returns>Lines, each ended by a line feed.</returns>
    public static string For(CommandKind command)
    {
        var text = new StringBuilder("wattshare: power and energy of hosts, VMs, containers and processes, for Prometheus\n\n");
        text.Append(command == CommandKind.Serve ? "Usage: wattshare [COMMAND] [FLAGS]\n" : $"Usage: wattshare {CommandCatalog.Of(command).Name} [FLAGS]\n");
        AppendCommands(text);
        foreach (var (group, title) in Groups) AppendGroup(text, command, group, title);
        AppendNotes(text);
        return text.ToString();
    }

    private static void AppendCommands(StringBuilder text)
    {
        text.Append("\nCommands\n");
        foreach (var command in CommandCatalog.All.Where(command => command.InThisVersion)) text.Append($"  {command.Name,-34}{command.Summary}\n");
        var later = CommandCatalog.All.Where(command => !command.InThisVersion).Select(command => command.Name);
        text.Append($"  {string.Join(", ", later),-34}reserved, not in this version\n");
    }

    private static void AppendGroup(StringBuilder text, CommandKind command, OptionGroup group, string title)
    {
        text.Append($"\n{title}\n");
        foreach (var option in OptionCatalog.All.Where(option => option.Group == group && option.InThisVersion))
        {
            var repeatable = option.IsList ? "; repeatable" : "";
            text.Append($"  {option.Flag + " " + option.Placeholder,-34}{option.Meaning}{repeatable} [{option.DefaultFor(command) ?? option.DefaultNote}]\n");
        }
    }

    private static void AppendNotes(StringBuilder text) => text.Append(
        """

          --help, --version                 this text; version, revision and runtime
        A flag beats the environment (WATTSHARE_WEB_LISTEN_ADDRESS), which beats the file (web: listen-address:).
        Exit: 0 well, 1 failed (check: no counter is readable), 2 bad flags or settings.

        """);
}
