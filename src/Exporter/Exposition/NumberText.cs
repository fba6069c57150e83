using System.Globalization;

namespace Wattshare.Exporter.Exposition;

/// <summary>Writes numbers as both text formats want them. Allocates nothing.</summary>
internal static class NumberText
{
    /// <summary>The longest text that any method here writes, in bytes.</summary>
    public const int MaxLength = 32;

    /// <summary>Writes <c>value / 10^decimals</c> exactly: no exponent, no rounding, no trailing zeros.</summary>
    /// <param name="value">The number in the small unit, for example microjoules.</param>
    /// <param name="decimals">How many decimals the small unit is below the printed one: 3 for milli, 6 for micro, 9 for nano.</param>
    /// <param name="destination">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>How many bytes were written.</returns>
    public static int FormatScaled(long value, int decimals, Span<byte> destination)
    {
        // The magnitude of long.MinValue does not fit a long, hence the detour.
        var magnitude = value < 0 ? (ulong)-(value + 1) + 1 : (ulong)value;
        var (whole, fraction) = Split(magnitude, decimals);
        var length = 0;
        if (value < 0) destination[length++] = (byte)'-';
        whole.TryFormat(destination[length..], out var digits, default, CultureInfo.InvariantCulture);
        length += digits;
        return fraction == 0 ? length : AppendFraction(fraction, decimals, destination, length);
    }

    /// <summary>Writes the shortest text that reads back as the same number; <c>+Inf</c>, <c>-Inf</c> and <c>NaN</c> as Prometheus spells them.</summary>
    /// <param name="value">The number.</param>
    /// <param name="destination">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Format(double value, Span<byte> destination)
    {
        if (double.IsFinite(value))
        {
            value.TryFormat(destination, out var length, default, CultureInfo.InvariantCulture);
            return length;
        }

        var special = double.IsNaN(value) ? "NaN"u8 : value > 0 ? "+Inf"u8 : "-Inf"u8;
        special.CopyTo(destination);
        return special.Length;
    }

    private static int AppendFraction(ulong fraction, int decimals, Span<byte> destination, int length)
    {
        destination[length] = (byte)'.';
        var digits = destination.Slice(length + 1, decimals);
        for (var i = decimals - 1; i >= 0; i--)
        {
            (fraction, var digit) = Math.DivRem(fraction, 10UL);
            digits[i] = (byte)('0' + digit);
        }

        return length + 1 + digits.TrimEnd((byte)'0').Length;
    }

    // A division by a constant costs a multiplication; by a variable, more than all else here.
    private static (ulong Whole, ulong Fraction) Split(ulong magnitude, int decimals) => decimals switch
    {
        0 => (magnitude, 0),
        3 => Math.DivRem(magnitude, 1_000UL),
        6 => Math.DivRem(magnitude, 1_000_000UL),
        9 => Math.DivRem(magnitude, 1_000_000_000UL),
        _ => throw new ArgumentOutOfRangeException(nameof(decimals)),
    };
}
