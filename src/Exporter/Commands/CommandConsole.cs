namespace Wattshare.Exporter.Commands;

/// <summary>The two streams of the program.</summary>
/// <param name="Output">Results: what somebody asked for.</param>
/// <param name="Error">Faults and logs.</param>
internal sealed record CommandConsole(TextWriter Output, TextWriter Error);
