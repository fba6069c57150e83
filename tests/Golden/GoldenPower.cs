using System.Globalization;
using Wattshare.Fixtures;

namespace Wattshare.Golden;

/// <summary>Moves the counters of a powercap tree by what their zones plausibly draw in a second.</summary>
internal static class GoldenPower
{
    /// <summary>Adds one second's energy to every counter that holds a number, going on after the range like the kernel does.</summary>
    public static void Advance(FixtureTree tree)
    {
        var powercap = Path.Combine(tree.Sysfs, "class", "powercap");
        if (!Directory.Exists(powercap)) return;
        foreach (var zone in Directory.EnumerateDirectories(powercap).Order(StringComparer.Ordinal))
        {
            var counter = Path.Combine(zone, "energy_uj");
            if (!File.Exists(counter) || !long.TryParse(File.ReadAllText(counter), CultureInfo.InvariantCulture, out var value)) continue;
            var range = long.TryParse(ReadOrEmpty(Path.Combine(zone, "max_energy_range_uj")), CultureInfo.InvariantCulture, out var max) ? max : long.MaxValue - 1;
            value = (value + StepOf(ReadOrEmpty(Path.Combine(zone, "name")).Trim())) % (range + 1);
            File.WriteAllText(counter, string.Create(CultureInfo.InvariantCulture, $"{value}\n"));
        }
    }

    /// <summary>Sets one counter.</summary>
    public static void Set(FixtureTree tree, string zone, long microjoules) =>
        File.WriteAllText(Path.Combine(tree.Sysfs, "class", "powercap", zone, "energy_uj"), string.Create(CultureInfo.InvariantCulture, $"{microjoules}\n"));

    // Odd figures, so that a number in a golden file tells where it comes from.
    private static long StepOf(string name) => name switch
    {
        "psys" => 61_000_007,
        "dram" => 5_000_003,
        "core" => 21_000_001,
        "uncore" => 1_000_001,
        _ when name.StartsWith("package-0", StringComparison.Ordinal) => 40_000_013,
        _ when name.StartsWith("package-1", StringComparison.Ordinal) => 30_000_011,
        _ => 2_000_001,
    };

    private static string ReadOrEmpty(string path) => File.Exists(path) ? File.ReadAllText(path) : "";
}
