using System.Buffers.Text;
using System.Globalization;

namespace Wattshare.VmShare.Counters;

/// <summary>
/// The text of a counter in the share: decimal microjoules and a newline. Nothing here allocates.
/// <para>
/// A counter starts at 10^15, so it has 16 digits from its first day and no leading zeros, and 16 bytes are what a processor stores at
/// one stroke. After 9 GJ it has 17 digits; the first 16 are then still replaced at one stroke and the 17th stays 0, so the text
/// counts in steps of 10 microjoules (and of 100 after 90 GJ). The numbers it shows still never decrease.
/// </para>
/// </summary>
public static class CounterText
{
    /// <summary>Where every counter starts, in microjoules: the smallest number of 16 digits.</summary>
    public const long Start = 1_000_000_000_000_000;

    /// <summary>
    /// The highest number that is believed when it is read back, in microjoules: 10^18, a thousand gigajoules, more than a guest can use
    /// in a century. What is above was put there by somebody else.
    /// </summary>
    public const long HighestCredible = 1_000_000_000_000_000_000;

    /// <summary>The number of digits that are replaced at one stroke.</summary>
    public const int ExactDigits = 16;

    /// <summary>Room for the longest text, 19 digits and a newline, with some to spare so that a longer file is noticed.</summary>
    public const int BufferSize = 24;

    /// <summary>Writes the text of a counter.</summary>
    /// <param name="microjoules">The value, at least <see cref="Start"/>.</param>
    /// <param name="text">At least <see cref="BufferSize"/> bytes.</param>
    /// <returns>The length of the text, newline included.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value is below <see cref="Start"/>.</exception>
    public static int Format(long microjoules, Span<byte> text)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(microjoules, Start);
        _ = Utf8Formatter.TryFormat(microjoules, text, out var digits);
        text[ExactDigits..digits].Fill((byte)'0');
        text[digits] = (byte)'\n';
        return digits + 1;
    }

    /// <summary>Reads any counter text: digits, then nothing or white space. This is what a reader of the share needs.</summary>
    /// <param name="text">The content of the file.</param>
    /// <param name="microjoules">The value.</param>
    /// <returns>False for everything that is not a number of 0 to 2^63 - 1.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out long microjoules)
    {
        var digits = text.TrimEnd(" \n\r\t"u8);
        microjoules = 0;
        // The parser of .NET takes NUL bytes at the end for white space; a hole in a file is made of them.
        if (digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return false;
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out microjoules);
    }

    /// <summary>Reads a counter that this program may have written, to go on from it.</summary>
    /// <param name="text">The content of the file.</param>
    /// <param name="microjoules">The value.</param>
    /// <returns>False for everything that is not a number from <see cref="Start"/> to <see cref="HighestCredible"/>.</returns>
    public static bool TryParseOwn(ReadOnlySpan<byte> text, out long microjoules) =>
        TryParse(text, out microjoules) && IsCredible(microjoules);

    /// <summary>Tells whether a counter can be one of ours.</summary>
    /// <param name="microjoules">The value.</param>
    /// <returns>True from <see cref="Start"/> to <see cref="HighestCredible"/>.</returns>
    public static bool IsCredible(long microjoules) => microjoules is >= Start and <= HighestCredible;
}
