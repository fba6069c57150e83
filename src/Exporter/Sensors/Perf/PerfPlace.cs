using System.Globalization;
using Wattshare.Exporter.Sensors.Rapl;

namespace Wattshare.Exporter.Sensors.Perf;

/// <summary>The part of the machine that counters opened on a processor speak of. It stays the same when its processors come and go.</summary>
/// <param name="Package">The package, or <see cref="RaplName.None"/> when that is not known.</param>
/// <param name="Die">The die, or <see cref="RaplName.None"/> when it is the whole package.</param>
/// <param name="Core">The core, or <see cref="RaplName.None"/> when it is not one core.</param>
internal readonly record struct PerfPlace(int Package, int Die, int Core)
{
    /// <summary>The name as powercap would give it, for example <c>package-0</c> or <c>package-1-die-0</c>; a core's die is not told.</summary>
    public string Label
    {
        get
        {
            var package = string.Create(CultureInfo.InvariantCulture, $"package-{Package}");
            return Die == RaplName.None || Core != RaplName.None ? package : string.Create(CultureInfo.InvariantCulture, $"{package}-die-{Die}");
        }
    }

    /// <summary>Looks a processor up below <c>devices/system/cpu</c> (Documentation/ABI/stable/sysfs-devices-system-cpu).</summary>
    /// <param name="sysfsRoot">Where sysfs is mounted.</param>
    /// <param name="cpu">The processor.</param>
    /// <returns>Its package, die and core; what cannot be read is <see cref="RaplName.None"/>.</returns>
    public static PerfPlace Of(string sysfsRoot, int cpu)
    {
        var topology = Path.Combine(sysfsRoot, "devices", "system", "cpu", string.Create(CultureInfo.InvariantCulture, $"cpu{cpu}"), "topology");
        return new PerfPlace(Number(topology, "physical_package_id"), Number(topology, "die_id"), Number(topology, "core_id"));
    }

    // A kernel that does not know writes -1, which is no number here; older ones 65535, which is no package.
    private static int Number(string directory, string name) =>
        AttributeFile.Number(Path.Combine(directory, name)) is { } number and < ushort.MaxValue ? (int)number : RaplName.None;
}
