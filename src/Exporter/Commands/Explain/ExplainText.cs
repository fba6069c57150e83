using System.Text;

namespace Wattshare.Exporter.Commands.Explain;

/// <summary>The text of an explanation: headings, and lines below them. What comes from outside is cleaned by who adds it. One thread.</summary>
internal sealed class ExplainText
{
    private const int LabelWidth = 14;

    private readonly StringBuilder _text = new();

    /// <summary>Begins a section.</summary>
    /// <param name="title">Its title.</param>
    public void Heading(string title)
    {
        if (_text.Length > 0) _text.Append('\n');
        _text.Append(title).Append('\n');
    }

    /// <summary>Adds a line.</summary>
    /// <param name="line">The line.</param>
    public void Line(string line) => _text.Append("  ").Append(line).Append('\n');

    /// <summary>Adds a line with a label, one step further in.</summary>
    /// <param name="label">A few words.</param>
    /// <param name="value">What there is to say.</param>
    public void Field(string label, string value) => Line($"  {label.PadRight(LabelWidth)}{value}");

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
