namespace Wattshare.Exporter.Sensors;

/// <summary>
/// The text of a sysfs energy counter: decimal digits and at most one newline
/// (https://www.kernel.org/doc/Documentation/ABI/testing/sysfs-class-powercap). Anything else is not a number here: a counter that
/// is read half would otherwise become a jump in energy. Safe for any number of threads.
/// </summary>
internal static class CounterText
{
    /// <summary>The most digits that a number in range can have; a file with more is refused whatever they are.</summary>
    public const int MaxDigits = 19;

    /// <summary>Enough for every valid text and one byte more, so that a longer file is noticed.</summary>
    public const int BufferSize = MaxDigits + 2;

    /// <summary>Parses a counter.</summary>
    /// <param name="text">The whole content of the file, or its first <see cref="BufferSize"/> bytes.</param>
    /// <param name="value">The number, 0 to <see cref="long.MaxValue"/>; 0 when there is none.</param>
    /// <returns>False when the text is empty, too long, too large or holds anything but digits and a last newline.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (!text.IsEmpty && text[^1] == (byte)'\n') text = text[..^1];
        if (text.Length is 0 or > MaxDigits) return false;

        // Nineteen digits always fit an unsigned 64-bit number, so one comparison at the end finds what is too large.
        var sum = 0UL;
        foreach (var character in text)
        {
            if (!char.IsAsciiDigit((char)character)) return false;
            sum = (sum * 10) + (ulong)(character - '0');
        }

        if (sum > long.MaxValue) return false;
        value = (long)sum;
        return true;
    }
}
