using System.Globalization;
using System.Text;

namespace Wattshare.Exporter.Host;

/// <summary>
/// Turns names chosen by others (processes, guests, containers) into text that is safe to print: bytes that are not UTF-8, and
/// characters that a terminal or a log would obey instead of show (control, formatting such as bidirectional overrides, line
/// separators), each become U+FFFD. They are replaced and not dropped, so that a hostile name is seen to be one.
/// </summary>
internal static class HostText
{
    /// <summary>The longest command name in characters; the kernel's own limit is 15 bytes for programs and 63 for its threads.</summary>
    public const int MaxCommand = 64;

    /// <summary>The longest name of a container, image or pod in characters.</summary>
    public const int MaxName = 256;

    /// <summary>The longest name of a virtual machine in characters: long, so that two long names stay two.</summary>
    public const int MaxVmName = 1024;

    /// <summary>Cleans bytes.</summary>
    /// <param name="bytes">Anything.</param>
    /// <param name="limit">The most characters to keep, at least 1.</param>
    /// <returns>Valid text of at most that many characters.</returns>
    public static string Clean(ReadOnlySpan<byte> bytes, int limit)
    {
        // No character takes more than 4 bytes, so that what lies behind cannot be part of the result.
        var head = bytes[..Math.Min(bytes.Length, limit * 4)];
        return Clean(Encoding.UTF8.GetString(head), limit);
    }

    /// <summary>Cleans text.</summary>
    /// <param name="text">Anything, lone surrogates included.</param>
    /// <param name="limit">The most characters to keep, at least 1.</param>
    /// <returns>Valid text of at most that many characters.</returns>
    public static string Clean(string text, int limit)
    {
        if (text.Length <= limit && IsClean(text)) return text;
        var result = new StringBuilder(Math.Min(text.Length, limit));
        foreach (var rune in text.EnumerateRunes())
        {
            if (result.Length + rune.Utf16SequenceLength > limit) break;
            result.Append((IsShowable(rune) ? rune : Rune.ReplacementChar).ToString());
        }

        return result.ToString();
    }

    private static bool IsClean(string text)
    {
        foreach (var character in text)
            if (!char.IsAscii(character) || char.IsControl(character)) return false;
        return true;
    }

    private static bool IsShowable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate);
}
