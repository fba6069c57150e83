using Wattshare.Attribution.Model;

namespace Wattshare.Exporter.Sensors.Overlap;

/// <summary>
/// Tells by package and die whether two zones measure, in whole or in part, the same energy. What zones of one sensor have to do with each
/// other is for the sensor itself to say. Safe for any number of threads.
/// </summary>
internal static class SameEnergy
{
    /// <summary>Compares two zones that count for the same component.</summary>
    /// <param name="one">A zone.</param>
    /// <param name="other">Another zone.</param>
    /// <returns>True unless they are of two packages or of two dies; what is not known overlaps with everything.</returns>
    public static bool IsIn(ZoneInfo one, ZoneInfo other) => MayBeSame(one.Package, other.Package) && MayBeSame(one.Die, other.Die);

    private static bool MayBeSame(int? one, int? other) => one is null || other is null || one == other;
}
