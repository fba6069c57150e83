namespace Wattshare.Exporter.Options;

/// <summary>The names used in <c>--sensors</c>.</summary>
internal static class SensorNames
{
    /// <summary>What is best for the command; the loader replaces it.</summary>
    public const string Auto = "auto";

    /// <summary>The RAPL counters of the packages, through powercap.</summary>
    public const string Rapl = "rapl";

    /// <summary>The same counters through perf events.</summary>
    public const string Perf = "perf";

    /// <summary>Power and energy that drivers show, the ACPI power meter among them.</summary>
    public const string Hwmon = "hwmon";

    /// <summary>The fallback model.</summary>
    public const string Model = "model";

    /// <summary>The VM share, inside a guest.</summary>
    public const string Share = "share";

    /// <summary>What can be named in this version beside <see cref="Auto"/>.</summary>
    public static IReadOnlyList<string> Known { get; } = [Rapl, Perf, Hwmon, Model, Share];

    /// <summary>Names that are reserved for later versions.</summary>
    public static IReadOnlyList<string> Reserved { get; } = ["nvml", "bmc", "wall"];

    /// <summary>What <see cref="Auto"/> stands for.</summary>
    /// <param name="command">The command.</param>
    /// <returns>Names of sensors in order of preference.</returns>
    public static IReadOnlyList<string> AutoFor(CommandKind command) => command == CommandKind.Guest ? [Share] : [Rapl, Perf, Hwmon, Model];
}
