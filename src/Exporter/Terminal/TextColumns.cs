using System.Globalization;
using System.Text;

namespace Wattshare.Exporter.Terminal;

/// <summary>
/// How many columns text takes on a terminal: marks take none and what East Asian scripts write wide takes two, as wcwidth(3) has it
/// (https://www.unicode.org/reports/tr11/). Names of machines come in all scripts.
/// </summary>
internal static class TextColumns
{
    /// <summary>The wide blocks, as first and last code point of each, in order.</summary>
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x231A, 0x231B), (0x23E9, 0x23EC), (0x25FD, 0x25FE), (0x2614, 0x2615), (0x2648, 0x2653), (0x26AA, 0x26AB), (0x2E80, 0x303E),
        (0x3041, 0x3247), (0x3250, 0x4DBF), (0x4E00, 0xA4C6), (0xA960, 0xA97C), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE6B), (0xFF01, 0xFF60),
        (0xFFE0, 0xFFE6), (0x16FE0, 0x1B2FB), (0x1F300, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F7E0, 0x1F7EB), (0x1F90C, 0x1FAFF), (0x20000, 0x3FFFD),
    ];

    /// <summary>Measures text.</summary>
    /// <param name="text">Text without control characters.</param>
    /// <returns>Its columns.</returns>
    public static int Of(string text)
    {
        var columns = 0;
        foreach (var rune in text.EnumerateRunes()) columns += Of(rune);
        return columns;
    }

    /// <summary>Cuts text, and parts nothing that belongs together.</summary>
    /// <param name="text">Text without control characters.</param>
    /// <param name="columns">The most columns that it may take.</param>
    /// <returns>The longest beginning that fits.</returns>
    public static string Cut(string text, int columns)
    {
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            columns -= Of(rune);
            if (columns < 0) break;
            length += rune.Utf16SequenceLength;
        }

        return length == text.Length ? text : text[..length];
    }

    /// <summary>Fills text with spaces.</summary>
    /// <param name="text">Text without control characters.</param>
    /// <param name="columns">The columns that it takes in the end, if it is not wider.</param>
    /// <returns>The filled text.</returns>
    public static string Fill(string text, int columns) => text + new string(' ', Math.Max(0, columns - Of(text)));

    private static int Of(Rune rune)
    {
        if (rune.Value < 0x0300) return 1;
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark) return 0;
        return Array.Exists(Wide, block => rune.Value >= block.First && rune.Value <= block.Last) ? 2 : 1;
    }
}
