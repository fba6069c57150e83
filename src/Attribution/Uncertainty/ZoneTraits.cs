using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Uncertainty;

/// <summary>What the errors of one zone depend on.</summary>
/// <param name="UnitMicrojoules">The step of the counter in microjoules.</param>
/// <param name="UpdateNanoseconds">How old a value may be when it is read: the period at which the hardware renews it.</param>
/// <param name="Relative">The relative standard uncertainty of its energy.</param>
/// <param name="IsIntegrated">True when power is read and multiplied with time, so that every interval has an error of its own.</param>
internal readonly record struct ZoneTraits(double UnitMicrojoules, long UpdateNanoseconds, double Relative, bool IsIntegrated)
{
    /// <summary>The model follows CPU time, which the kernel tells in ticks of 10 ms.</summary>
    private const long ModelNanoseconds = 10_000_000;

    /// <summary>The usual unit of RAPL, 2^-14 J, for a counter of which neither the sensor nor the range tells.</summary>
    private const double UsualMicrojoules = 1e6 / 16_384;

    /// <summary>Registers have 32 bits, so the range tells the unit.</summary>
    private const double Steps = uint.MaxValue;

    /// <summary>Works out the traits.</summary>
    /// <param name="zone">The zone.</param>
    /// <param name="component">What it counts for.</param>
    /// <param name="rules">The figures.</param>
    /// <returns>The traits.</returns>
    public static ZoneTraits Of(ZoneInfo zone, Component component, UncertaintyRules rules)
    {
        var relative = zone.StatedUncertainty ?? RelativeOf(zone, component, rules);

        // Who tells how often it renews a counter has a counter of its own, in microjoules, wherever its energy comes from.
        if (zone.UpdateNanoseconds > 0) return new ZoneTraits(1, zone.UpdateNanoseconds, relative, false);
        return zone.Method switch
        {
            MeasurementMethod.Model => new ZoneTraits(0, ModelNanoseconds, relative, false),
            MeasurementMethod.Integrated => new ZoneTraits(0, 0, relative, true),
            _ => new ZoneTraits(UnitOf(zone), rules.UpdateNanoseconds, relative, false),
        };
    }

    private static double UnitOf(ZoneInfo zone) =>
        zone.UnitMicrojoules > 0 ? Math.Max(1, zone.UnitMicrojoules)
        : zone.MaxRangeMicrojoules > 0 ? Math.Max(1, zone.MaxRangeMicrojoules / Steps) : UsualMicrojoules;

    private static double RelativeOf(ZoneInfo zone, Component component, UncertaintyRules rules) => zone.Method switch
    {
        MeasurementMethod.Model => zone.IsEstimated ? rules.GuessedModel : rules.Model,
        _ when zone.Perimeter == ZoneInfo.VmSharePerimeter => rules.VmShare,
        MeasurementMethod.Integrated => rules.Integrated,
        _ => component switch
        {
            Component.Dram => rules.Dram,
            Component.Gpu => rules.Gpu,
            Component.Platform => rules.Platform,
            _ => zone.IsEstimated ? rules.EstimatedPackage : rules.Package,
        },
    };
}
