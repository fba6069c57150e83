using System.Text;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Tests.Options;

/// <summary>Writes docs/configuration.md from the catalog.</summary>
internal static class ConfigurationPage
{
    public static string Render()
    {
        var page = new StringBuilder(
            """
            # Configuration

            <!-- Written from the table in src/Exporter/Options/OptionCatalog.cs. Change it there, then run the tests with WATTSHARE_UPDATE_GOLDEN=1. -->

            Every option can be given as a flag, in the environment, or in a YAML file. A flag beats the environment, the environment
            beats the file, and the file beats the default. All faults are reported, one line each, and the program ends with status 2
            before it has started anything. Values that are beaten by a stronger source are checked as well.

            - **Flags** stand before or after the command: `wattshare guest --sample.interval=500ms`.
            - **Environment**: an empty variable counts as one that is not set. An unknown variable that begins with `WATTSHARE_` is an
              error; those that Kubernetes makes for a service named wattshare are left alone.
            - **YAML**: the part of the key before its first dot is a section, the rest a key in it. The file is named by `--config.file`
              or `WATTSHARE_CONFIG_FILE`. An unknown key is an error.
            - **Lists** are repeated flags or separated by commas; in YAML also a sequence.
            - **Durations** are `500ms`, `1s`, `2m`, `1h`.

            ```yaml
            web:
              listen-address:
                - 127.0.0.1:19288
                - "[::1]:19288"
            sample:
              interval: 500ms
            sensors: rapl,model
            ```

            ## Options

            """);
        foreach (var option in OptionCatalog.All.Where(option => option.InThisVersion)) AppendOption(page, option);
        AppendReserved(page);
        return page.ToString();
    }

    private static void AppendOption(StringBuilder page, OptionDefinition option)
    {
        page.Append($"\n### `{option.Flag}`\n\n{Sentence(option.Meaning)}");
        if (option.IsList) page.Append(" A list.");
        if (option.Details.Length > 0) page.Append($" {option.Details}");
        page.Append("\n\n| | |\n|---|---|\n");
        page.Append($"| default | {Default(option)} |\n");
        page.Append($"| environment | `{option.EnvironmentName}` |\n");
        page.Append($"| YAML | {Yaml(option)} |\n");
    }

    private static void AppendReserved(StringBuilder page)
    {
        page.Append("\n## Reserved\n\nThese names belong to later versions; using one is an error that says so.\n\n");
        foreach (var option in OptionCatalog.All.Where(option => !option.InThisVersion)) page.Append($"- `{option.Flag}`: {option.Meaning}\n");
        foreach (var command in CommandCatalog.All.Where(command => !command.InThisVersion)) page.Append($"- `wattshare {command.Name}`: {command.Summary}\n");
    }

    private static string Default(OptionDefinition option)
    {
        var guest = option.GuestDefault is null ? "" : $"; with `wattshare guest`: `{option.GuestDefault}`";
        return (option.Default is null ? option.DefaultNote : $"`{option.Default}`") + guest;
    }

    private static string Yaml(OptionDefinition option)
    {
        if (!option.InFile) return "not in the file";
        return option.Section.Length == 0 ? $"`{option.Key}:`" : $"`{option.Section}:` → `{option.KeyInSection}:`";
    }

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..] + ".";
}
