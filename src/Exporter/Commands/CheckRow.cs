using System.Text;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Commands;

/// <summary>One row of the report, with lines below it.</summary>
/// <param name="cells">The columns.</param>
/// <param name="message">A sentence below the row, or empty.</param>
/// <param name="fix">What to do, one command a line, or empty.</param>
internal sealed class CheckRow(IEnumerable<string> cells, string message, string fix)
{
    private const string Indent = "      ";

    /// <summary>The columns, fit to be printed.</summary>
    public IReadOnlyList<string> Cells { get; } = [.. cells.Select(Printable.Clean)];

    /// <summary>Writes the row.</summary>
    /// <param name="text">Where it goes.</param>
    /// <param name="widths">The width of each column in characters.</param>
    public void AppendTo(StringBuilder text, IReadOnlyList<int> widths)
    {
        var line = string.Concat(Cells.Select((cell, column) => "  " + cell.PadRight(widths[column])));
        text.Append(line.TrimEnd()).Append('\n');
        if (message.Length > 0) text.Append(Indent).Append(Printable.Clean(message)).Append('\n');
        foreach (var step in fix.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            text.Append(Indent).Append("fix: ").Append(Printable.Clean(step)).Append('\n');
    }
}
