using Wattshare.Attribution.Model;

namespace Wattshare.Exporter.Sensors.Overlap;

/// <summary>
/// Tells whether two zones of different sensors measure, in whole or in part, the same energy. Within one sensor that is for the sensor
/// itself to settle. Safe for any number of threads.
/// </summary>
internal static class SameEnergy
{
    /// <summary>Compares two zones that count for the same component.</summary>
    /// <param name="one">A zone.</param>
    /// <param name="other">Another zone.</param>
    /// <returns>True unless they are of one sensor, of two packages, or of two dies; what is not known overlaps with everything.</returns>
    public static bool IsIn(ZoneInfo one, ZoneInfo other) =>
        one.Sensor != other.Sensor && MayBeSame(one.Package, other.Package) && MayBeSame(one.Die, other.Die);

    private static bool MayBeSame(int? one, int? other) => one is null || other is null || one == other;
}
