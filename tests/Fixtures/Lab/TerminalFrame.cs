using System.Text;

namespace Wattshare.Fixtures.Lab;

/// <summary>One frame: what a program wrote from home to the end of the screen.</summary>
/// <param name="Lines">Its lines.</param>
/// <param name="Width">The columns that the screen had when it was complete.</param>
/// <param name="Height">The lines that the screen had.</param>
public sealed record TerminalFrame(IReadOnlyList<string> Lines, int Width, int Height)
{
    /// <summary>Whether the screen has room for it: a line that is too long would break and push the others down.</summary>
    public bool Fits => Lines.Count <= Height && Lines.All(line => ColumnsOf(line) <= Width);

    /// <summary>The columns of a line, of letters that are used in tests: those of China, Japan and Korea are wide.</summary>
    /// <param name="line">The line.</param>
    /// <returns>Its columns.</returns>
    public static int ColumnsOf(string line) => line.EnumerateRunes().Sum(rune => rune.Value is >= 0x3041 and <= 0xD7A3 ? 2 : 1);

    /// <inheritdoc/>
    public override string ToString() => new StringBuilder().AppendJoin('\n', Lines).Append($"\n({Width} x {Height})").ToString();
}
