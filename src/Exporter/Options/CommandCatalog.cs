using System.Collections.Immutable;

namespace Wattshare.Exporter.Options;

/// <summary>The table of all commands, in the order of the help text.</summary>
internal static class CommandCatalog
{
    /// <summary>Every command, reserved ones included.</summary>
    public static ImmutableArray<CommandDefinition> All { get; } =
    [
        new(CommandKind.Serve, "serve", "measure, attribute and serve /metrics; publish the VM share (default)"),
        new(CommandKind.Guest, "guest", "the same inside a VM, with the VM share as its source of energy"),
        new(CommandKind.Check, "check", "say what can be measured here, what cannot, why, and what mends it"),
        new(CommandKind.Top, "top", "a live table of watts in the terminal; printed once when it is not one"),
        new(CommandKind.Run, "run", "measure one command", InThisVersion: false),
        new(CommandKind.Estimate, "estimate", "estimate energy without measuring", InThisVersion: false),
        new(CommandKind.Calibrate, "calibrate", "fit the figures to a wall meter", InThisVersion: false),
    ];

    /// <summary>The definition of a command.</summary>
    /// <param name="kind">The command.</param>
    /// <returns>Its definition.</returns>
    public static CommandDefinition Of(CommandKind kind) => All.First(command => command.Kind == kind);
}
