using System.Globalization;

namespace Wattshare.Exporter.Sensors.Rapl;

/// <summary>
/// The highest plausible power of a zone from its constraints. Attribution refuses a step above twice this power, so a figure that
/// is too low would lose energy that was really used, while one that is too high only lets a smaller fault through.
/// </summary>
internal static class RaplLimits
{
    /// <summary>Below 10 W a constraint says nothing about a package: firmware leaves such figures behind.</summary>
    public const long MinSaneMicrowatts = 10_000_000;

    /// <summary>Above 10 kW a constraint means "no limit".</summary>
    public const long MaxSaneMicrowatts = 10_000_000_000;

    // Long term, short term, peak and two spare ones (enum rapl_primitives in the kernel).
    private const int MaxConstraints = 5;

    /// <summary>
    /// The highest sane of <c>constraint_N_max_power_uw</c> and <c>constraint_N_power_limit_uw</c>. The first alone is not enough:
    /// it states the thermal design power, and on mobile processors the limit of the short term is four times that.
    /// </summary>
    /// <param name="directory">The zone's directory.</param>
    /// <returns>Microwatts, or 0 when no constraint is sane.</returns>
    public static long MaxPowerMicrowatts(string directory)
    {
        var highest = 0L;
        for (var i = 0; i < MaxConstraints; i++)
        {
            highest = Math.Max(highest, Sane(directory, i, "max_power_uw"));
            highest = Math.Max(highest, Sane(directory, i, "power_limit_uw"));
        }

        return highest;
    }

    private static long Sane(string directory, int constraint, string attribute)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"constraint_{constraint}_{attribute}");
        var power = AttributeFile.Number(Path.Combine(directory, name)) ?? 0;
        return power is >= MinSaneMicrowatts and <= MaxSaneMicrowatts ? power : 0;
    }
}
