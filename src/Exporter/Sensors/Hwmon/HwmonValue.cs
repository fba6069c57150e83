namespace Wattshare.Exporter.Sensors.Hwmon;

/// <summary>
/// What drivers show in place of a value. Negative numbers do not come this far: a minus is no digit. Safe for any number of threads.
/// </summary>
internal static class HwmonValue
{
    /// <summary>No machine that has a hwmon sensor draws 100 kW; in microwatts.</summary>
    public const long MaxSaneMicrowatts = 100_000_000_000;

    private const long AllOnes = 0xFFFFFFFF;
    private const long AllOnesInMilliwatts = AllOnes * 1000;

    /// <summary>Tells whether a number stands for "no value": all bits set, in microwatts or in milliwatts (Kepler issue 1049), or a power that is none.</summary>
    /// <param name="quantity">What is shown.</param>
    /// <param name="value">The number.</param>
    /// <returns>True when it must not be believed.</returns>
    public static bool IsNone(HwmonQuantity quantity, long value) =>
        value is AllOnes or AllOnesInMilliwatts || (quantity == HwmonQuantity.Power && value > MaxSaneMicrowatts);
}
