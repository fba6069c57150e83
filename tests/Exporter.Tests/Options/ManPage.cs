using System.Text;
using System.Text.RegularExpressions;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Tests.Options;

/// <summary>Writes deploy/debian/wattshare.1 from the catalogs, in the language of man(7).</summary>
internal static partial class ManPage
{
    public static string Render()
    {
        var page = new StringBuilder(
            """
            .\" Written from the tables in src/Exporter/Options. Change them there, then run the tests with WATTSHARE_UPDATE_GOLDEN=1.
            .TH WATTSHARE 1 "" wattshare "User Commands"
            .SH NAME
            wattshare \- power and energy of hosts, VMs, containers and processes, for Prometheus
            .SH SYNOPSIS
            .B wattshare
            .RI [ COMMAND ]
            .RI [ FLAGS ]
            .SH DESCRIPTION
            Reads the energy counters of the host, splits every microjoule over virtual machines, containers and processes by the CPU time
            that each used, and serves the result to Prometheus. Each virtual machine can read its own share from inside.
            .SH COMMANDS

            """);
        foreach (var command in CommandCatalog.All.Where(command => command.InThisVersion)) Append(page, $"\\fB{Roff(command.Name)}\\fR", Roff(Sentence(command.Summary)));
        page.Append(
            """
            .SH FLAGS
            A flag beats the environment, which beats the file, which beats the default. Lists are repeated flags or separated by commas.

            """);
        foreach (var option in OptionCatalog.All.Where(option => option.InThisVersion)) AppendOption(page, option);
        page.Append(
            """
            .SH FILES
            .TP
            .I /etc/wattshare/wattshare.yml
            Settings of the services, read by \fB\-\-config.file\fR.
            .TP
            .I /etc/default/wattshare
            Variables of the services, one a line. They beat the file. It need not exist.
            .TP
            .I /var/lib/wattshare
            The learned idle floor; in a guest the share of the host is mounted there.
            .SH EXIT STATUS
            0 when all went well, 1 when the command failed (\fBcheck\fR: no counter is readable), 2 when flags, variables or a file are at fault.
            .SH SEE ALSO
            .BR systemctl (1),
            .BR journalctl (1),
            .BR prometheus (1)

            """);
        return page.ToString();
    }

    private static void AppendOption(StringBuilder page, OptionDefinition option)
    {
        var text = new StringBuilder(Sentence(option.Meaning));
        if (option.IsList) text.Append(" A list.");
        if (option.Details.Length > 0) text.Append($" {option.Details}");
        text.Append($" Default: {option.Default ?? option.DefaultNote}");
        if (option.GuestDefault is not null) text.Append($"; with `wattshare guest`: {option.GuestDefault}");
        text.Append($". Environment: `{option.EnvironmentName}`.");
        if (option.InFile && option.Section.Length > 0) text.Append($" File: `{option.KeyInSection}:` below `{option.Section}:`.");
        Append(page, $"\\fB{Roff(option.Flag)}\\fR=\\fI{Roff(option.Placeholder)}\\fR", Roff(text.ToString()));
    }

    private static void Append(StringBuilder page, string term, string text) => page.Append($".TP\n{term}\n{text}\n");

    /// <summary>A backslash and a hyphen mean something to roff; code is bold.</summary>
    private static string Roff(string text) =>
        Code().Replace(text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal), "\\fB$1\\fR");

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..] + ".";

    [GeneratedRegex("`([^`]*)`")]
    private static partial Regex Code();
}
