namespace Wattshare.Exporter.Commands.Explain;

/// <summary>A table of numbers: every column is flush right but the last, which is free text. One thread.</summary>
/// <param name="header">The names of the columns.</param>
internal sealed class TextTable(params string[] header)
{
    private readonly List<string[]> _rows = [header];

    /// <summary>Adds a row.</summary>
    /// <param name="cells">As many cells as there are columns, fit to be printed.</param>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Writes the table.</summary>
    /// <param name="text">Where it goes.</param>
    public void AppendTo(ExplainText text)
    {
        var widths = Enumerable.Range(0, _rows[0].Length - 1).Select(column => _rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in _rows)
            text.Line(string.Concat(widths.Select((width, column) => row[column].PadLeft(width) + "  ")) + row[^1]);
    }
}
