namespace Wattshare.Exporter.Options;

/// <summary>What came of reading the configuration file.</summary>
/// <param name="Text">The whole text, or null when it could not be read.</param>
/// <param name="Fault">Why it could not be read, to be read after the path and a colon; null when it could.</param>
internal readonly record struct ConfigText(string? Text, string? Fault)
{
    /// <summary>A file that was read.</summary>
    /// <param name="text">Its text.</param>
    /// <returns>The result.</returns>
    public static ConfigText Of(string text) => new(text, null);

    /// <summary>A file that could not be read.</summary>
    /// <param name="fault">The reason.</param>
    /// <returns>The result.</returns>
    public static ConfigText Failed(string fault) => new(null, fault);
}
