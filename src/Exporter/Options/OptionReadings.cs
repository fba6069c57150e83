namespace Wattshare.Exporter.Options;

/// <summary>What a source gave: values, and everything that is wrong with it.</summary>
internal sealed class OptionReadings
{
    /// <summary>The values in the order they were met.</summary>
    public List<OptionValue> Values { get; } = [];

    /// <summary>One line a fault.</summary>
    public List<string> Faults { get; } = [];
}
