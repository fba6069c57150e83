namespace Wattshare.Exporter.Options;

/// <summary>What came of reading all sources of settings.</summary>
internal sealed record OptionsResult
{
    /// <summary>What the program is asked to do.</summary>
    public required CommandKind Command { get; init; }

    /// <summary>True when help is asked for; nothing else was read then.</summary>
    public bool Help { get; init; }

    /// <summary>True when the version is asked for; nothing else was read then.</summary>
    public bool Version { get; init; }

    /// <summary>The settings; to be used only when there are no faults and neither help nor the version is asked for.</summary>
    public required WattshareOptions Options { get; init; }

    /// <summary>Everything that is wrong, one line each, in the order flags, environment, file.</summary>
    public required IReadOnlyList<string> Faults { get; init; }
}
