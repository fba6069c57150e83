namespace Wattshare.Exporter.Options;

/// <summary>What the command line says.</summary>
/// <param name="Command">The command, <see cref="CommandKind.Serve"/> when none is named.</param>
/// <param name="Help">True when help is asked for.</param>
/// <param name="Version">True when the version is asked for.</param>
/// <param name="Readings">The flags and what is wrong with them.</param>
internal sealed record ParsedCommandLine(CommandKind Command, bool Help, bool Version, OptionReadings Readings);
