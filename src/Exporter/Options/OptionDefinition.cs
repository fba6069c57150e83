namespace Wattshare.Exporter.Options;

/// <summary>One option: the row of <see cref="OptionCatalog"/> that flags, environment, YAML keys, help and documentation are made from.</summary>
internal sealed record OptionDefinition
{
    /// <summary>The key, for example <c>web.listen-address</c>: the flag without its dashes.</summary>
    public required string Key { get; init; }

    /// <summary>The heading in the help text.</summary>
    public required OptionGroup Group { get; init; }

    /// <summary>What stands for the value in the help text, for example <c>ADDRESS</c>.</summary>
    public required string Placeholder { get; init; }

    /// <summary>One line for the help text.</summary>
    public required string Meaning { get; init; }

    /// <summary>Sentences for the documentation beyond <see cref="Meaning"/>, or empty.</summary>
    public string Details { get; init; } = "";

    /// <summary>The default as it would be written, or null when the option is then unset.</summary>
    public string? Default { get; init; }

    /// <summary>The default of <c>wattshare guest</c> where it differs, else null.</summary>
    public string? GuestDefault { get; init; }

    /// <summary>What is shown as the default of an option whose <see cref="Default"/> is null.</summary>
    public string DefaultNote { get; init; } = "none";

    /// <summary>True when it takes several values: repeated, or separated by commas.</summary>
    public bool IsList { get; init; }

    /// <summary>False for the option that names the file itself.</summary>
    public bool InFile { get; init; } = true;

    /// <summary>False for a name that is only reserved: using it is an error that says so, and help does not show it.</summary>
    public bool InThisVersion { get; init; } = true;

    /// <summary>Checks one item of a list, so that every wrong item is named; null when there is nothing to check by item.</summary>
    public Func<WattshareOptions, string, string?>? ItemFault { get; init; }

    /// <summary>Checks and stores; for a list only when no item is at fault.</summary>
    public required OptionSetter Set { get; init; }

    /// <summary>The flag.</summary>
    public string Flag => "--" + Key;

    /// <summary>The environment variable.</summary>
    public string EnvironmentName => EnvironmentSource.Prefix + Key.Replace('.', '_').Replace('-', '_').ToUpperInvariant();

    /// <summary>The YAML section, or empty for a key without a dot.</summary>
    public string Section => Key.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? Key[..dot] : "";

    /// <summary>The key inside <see cref="Section"/>.</summary>
    public string KeyInSection => Section.Length == 0 ? Key : Key[(Section.Length + 1)..];

    /// <summary>The default for a command.</summary>
    /// <param name="command">The command.</param>
    /// <returns>The text, or null when the option is then unset.</returns>
    public string? DefaultFor(CommandKind command) => command == CommandKind.Guest ? GuestDefault ?? Default : Default;
}
