namespace Wattshare.Exporter.Options;

/// <summary>Puts the texts of one option into the settings.</summary>
/// <param name="options">The settings, with <see cref="WattshareOptions.Command"/> already set.</param>
/// <param name="texts">One text, or at least one for a list; none is empty.</param>
/// <returns>Null when all is well, else what is wrong, to be read after the name of the option and a colon.</returns>
internal delegate string? OptionSetter(WattshareOptions options, IReadOnlyList<string> texts);
