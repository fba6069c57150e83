using System.Globalization;

namespace Wattshare.Exporter.Options;

/// <summary>Power as people write it: decimal watts, for example <c>10</c> or <c>42.5</c>.</summary>
internal static class Watts
{
    /// <summary>No machine that this program meets draws more; a larger number is a slip of the unit.</summary>
    public const int Most = 1_000_000;

    /// <summary>Parses watts, the same in every culture; no sign, no exponent, no unit.</summary>
    /// <param name="text">The text.</param>
    /// <param name="microwatts">Microwatts, 0 to <see cref="Most"/> watts; digits below a microwatt are rounded.</param>
    /// <returns>False when the text is not such a number.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out long microwatts)
    {
        microwatts = 0;
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var watts)) return false;
        if (watts > Most) return false;
        microwatts = (long)decimal.Round(watts * 1_000_000);
        return true;
    }
}
