namespace Wattshare.Exporter.Sensors.Perf;

/// <summary>
/// What one count of an event is worth, as an exact fraction of microjoules. The kernel states it in joules as a decimal
/// (<c>2.3283064365386962890625e-10</c>, which is 2^-32); in binary floating point the energy of a month would be off by as much as the
/// last interval holds.
/// </summary>
/// <param name="Numerator">Above 0, below 2^56.</param>
/// <param name="Denominator">Above 0, below 2^63.</param>
internal readonly record struct PerfScale(long Numerator, long Denominator)
{
    // A product with a count of 70 bits stays below 2^127.
    private const long NumeratorLimit = 1L << 56;

    // 10^38 is the largest power of ten below 2^128, and microjoules take six places.
    private const int MostDigits = 30;
    private const int LeastExponent = -38;
    private const int HighestExponent = 8;
    private const int MicrojoulePlaces = 6;

    /// <summary>Turns counts into energy, rounded towards zero; differences telescope, so nothing is lost from one reading to the next.</summary>
    /// <param name="count">The counts since the counter began.</param>
    /// <param name="microjoules">The energy.</param>
    /// <returns>False when the energy does not fit a number of 64 bits.</returns>
    public bool TryConvert(Int128 count, out long microjoules)
    {
        var exact = count * Numerator / Denominator;
        microjoules = 0;
        if (exact > long.MaxValue || exact < long.MinValue) return false;
        microjoules = (long)exact;
        return true;
    }

    /// <summary>Parses the file <c>.scale</c> of an event: digits, at most one point, and an exponent, in joules.</summary>
    /// <param name="text">The text; one newline at the end is allowed.</param>
    /// <param name="scale">The scale.</param>
    /// <returns>False for every other text, for 0, and for what has more digits than can be kept exactly.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out PerfScale scale)
    {
        scale = default;
        if (!text.IsEmpty && text[^1] == (byte)'\n') text = text[..^1];
        if (!TryMantissa(ref text, out var digits, out var places) || !TryExponent(text, out var exponent)) return false;
        var power = exponent - places + MicrojoulePlaces;
        if (power is < LeastExponent or > HighestExponent) return false;
        var numerator = digits * PowerOfTen(Math.Max(0, power));
        var denominator = PowerOfTen(Math.Max(0, -power));
        var common = CommonDivisor(numerator, denominator);
        numerator /= common;
        denominator /= common;
        if (numerator >= NumeratorLimit || denominator > long.MaxValue) return false;
        scale = new PerfScale((long)numerator, (long)denominator);
        return true;
    }

    private static bool TryMantissa(ref ReadOnlySpan<byte> text, out UInt128 digits, out int places)
    {
        (digits, places) = (0, 0);
        var (count, point, i) = (0, false, 0);
        for (; i < text.Length; i++)
        {
            if (text[i] == (byte)'.' && !point && i > 0) point = true;
            else if (!char.IsAsciiDigit((char)text[i])) break;
            else
            {
                // Zeros before the first other digit take no room.
                if (digits > 0 || text[i] != (byte)'0') count++;
                if (count > MostDigits) return false;
                digits = (digits * 10) + (uint)(text[i] - '0');
                if (point) places++;
            }
        }

        text = text[i..];
        return digits > 0 && (!point || places > 0);
    }

    private static bool TryExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        if (text.IsEmpty) return true;
        if (text[0] is not ((byte)'e' or (byte)'E')) return false;
        text = text[1..];
        var negative = !text.IsEmpty && text[0] == (byte)'-';
        if (negative || (!text.IsEmpty && text[0] == (byte)'+')) text = text[1..];
        if (text.Length is 0 or > 2) return false;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit((char)digit)) return false;
            exponent = (exponent * 10) + (digit - '0');
        }

        if (negative) exponent = -exponent;
        return true;
    }

    private static UInt128 PowerOfTen(int exponent)
    {
        UInt128 power = 1;
        for (var i = 0; i < exponent; i++) power *= 10;
        return power;
    }

    private static UInt128 CommonDivisor(UInt128 one, UInt128 other)
    {
        while (other != 0) (one, other) = (other, one % other);
        return one;
    }
}
