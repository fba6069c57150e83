namespace Wattshare.Exporter.Options;

/// <summary>
/// Puts the settings together: a flag beats the environment, the environment beats the file, the file beats the default. Values that
/// are beaten are checked all the same, so that a fault shows before somebody removes the flag that hides it.
/// </summary>
internal static class OptionsLoader
{
    /// <summary>Reads all sources. Pure but for <paramref name="readFile"/>.</summary>
    /// <param name="arguments">The arguments of the program without its name.</param>
    /// <param name="environment">All environment variables.</param>
    /// <param name="readFile">Reads the configuration file when one is named; <see cref="ConfigFile.Read"/> outside of tests.</param>
    /// <returns>The settings and every fault.</returns>
    public static OptionsResult Load(
        IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, Func<string, ConfigText> readFile)
    {
        var line = CommandLineSource.Parse(arguments);
        var options = new WattshareOptions { Command = line.Command };
        if (line.Help || line.Version)
            return new OptionsResult { Command = line.Command, Help = line.Help, Version = line.Version, Options = options, Faults = [] };

        var command = CommandCatalog.Of(line.Command);
        var faults = command.InThisVersion
            ? Fill(options, line.Readings, environment, readFile)
            : [$"wattshare {command.Name} is not in this version"];
        return new OptionsResult { Command = line.Command, Options = options, Faults = faults };
    }

    /// <summary>The settings of a command when nothing is given.</summary>
    /// <param name="command">The command.</param>
    /// <returns>Settings of one's own, free to be changed.</returns>
    public static WattshareOptions Defaults(CommandKind command)
    {
        var options = new WattshareOptions { Command = command };
        Apply(options, DefaultValues(command));
        return options;
    }

    private static string[] Fill(
        WattshareOptions options, OptionReadings flags, IReadOnlyDictionary<string, string> environment, Func<string, ConfigText> readFile)
    {
        options.Kubernetes.Cluster = ClusterEnvironment.Read(environment);
        var variables = EnvironmentSource.Read(environment);
        var file = ReadConfigFile(flags, variables, readFile);

        // The weakest first: what comes later overwrites it. Faults are told in the opposite order.
        var defaults = Apply(options, DefaultValues(options.Command));
        var fromFile = Apply(options, file.Values);
        var fromEnvironment = Apply(options, variables.Values);
        var fromFlags = Apply(options, flags.Values);
        return
        [
            .. flags.Faults, .. fromFlags, .. variables.Faults, .. fromEnvironment, .. file.Faults, .. fromFile, .. defaults,
            .. OptionsValidator.Faults(options),
        ];
    }

    private static OptionReadings ReadConfigFile(OptionReadings flags, OptionReadings variables, Func<string, ConfigText> readFile)
    {
        var named = flags.Values.Concat(variables.Values).FirstOrDefault(value => value.Option.Key == OptionCatalog.ConfigFile);
        if (named is null || named.Texts[0].Length == 0) return new OptionReadings();
        var path = named.Texts[0];
        var content = readFile(path);
        if (content.Text is not null) return YamlSource.Read(path, content.Text);
        var readings = new OptionReadings();
        readings.Faults.Add($"{named.Origin}: {Printable.Clean(path)} {content.Fault}");
        return readings;
    }

    private static IEnumerable<OptionValue> DefaultValues(CommandKind command)
    {
        foreach (var option in OptionCatalog.All)
        {
            if (option.DefaultFor(command) is { } text) yield return new OptionValue(option, option.Flag, [text]);
        }
    }

    private static List<string> Apply(WattshareOptions options, IEnumerable<OptionValue> values)
    {
        var faults = new List<string>();
        foreach (var value in values) faults.AddRange(ApplyOne(options, value).Select(fault => $"{value.Origin}: {fault}"));
        return faults;
    }

    private static string[] ApplyOne(WattshareOptions options, OptionValue value)
    {
        var option = value.Option;
        var texts = option.IsList ? [.. value.Texts.SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries))] : value.Texts;
        if (!option.IsList && texts.Count > 1) return ["is given more than once; it takes one value"];
        if (texts.Any(string.IsNullOrWhiteSpace)) return ["the value is empty"];
        string[] items = [.. texts.Select(text => option.ItemFault?.Invoke(options, text)).OfType<string>()];
        return items.Length > 0 ? items : option.Set(options, texts) is { } fault ? [fault] : [];
    }
}
