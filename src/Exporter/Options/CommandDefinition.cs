namespace Wattshare.Exporter.Options;

/// <summary>One command of the program.</summary>
/// <param name="Kind">The command.</param>
/// <param name="Name">The word on the command line.</param>
/// <param name="Summary">One line for the help text.</param>
/// <param name="InThisVersion">False for a name that is only reserved: using it is an error that says so.</param>
internal sealed record CommandDefinition(CommandKind Kind, string Name, string Summary, bool InThisVersion = true);
