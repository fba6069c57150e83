using System.Globalization;
using System.Text;

namespace Wattshare.Exporter.Options;

/// <summary>Makes text from outside fit to be printed: one line, no control characters, bounded. Letters of all scripts stay.</summary>
internal static class Printable
{
    /// <summary>Longer text is cut here, in UTF-16 units.</summary>
    public const int MaxLength = 200;

    /// <summary>Replaces what could break a line or command a terminal by its code, and cuts what is too long.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>Text without line breaks, escapes or other invisible controls.</returns>
    public static string Clean(string text)
    {
        if (text.Length <= MaxLength && !text.AsSpan().ContainsAnyExceptInRange(' ', '~')) return text;
        var clean = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length >= MaxLength) return clean.Append("...").ToString();
            if (IsHarmless(rune)) clean.Append(rune.ToString());
            else clean.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
        }

        return clean.ToString();
    }

    /// <summary>Cleans text and puts quotes around it.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>For example <c>"10x"</c>.</returns>
    public static string Quote(string text) => $"\"{Clean(text)}\"";

    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
