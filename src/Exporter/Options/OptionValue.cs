namespace Wattshare.Exporter.Options;

/// <summary>What one source says about one option.</summary>
/// <param name="Option">The option.</param>
/// <param name="Origin">Where it was said, for a message: a flag, a variable, or a file with a line and a key.</param>
/// <param name="Texts">The values as written, at least one.</param>
internal sealed record OptionValue(OptionDefinition Option, string Origin, IReadOnlyList<string> Texts);
