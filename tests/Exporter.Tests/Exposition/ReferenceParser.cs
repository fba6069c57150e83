using System.Text;

namespace Wattshare.Exporter.Tests.Exposition;

/// <summary>A slow, strict reader of both text formats, written from their documents and independent of the writer.</summary>
internal sealed class ReferenceParser
{
    private readonly string _text;
    private int _at;

    private ReferenceParser(string text) => _text = text;

    public static List<ParsedSample> Parse(string text)
    {
        var samples = new List<ParsedSample>();
        Assert.True(text.Length == 0 || text.EndsWith('\n'));
        foreach (var line in text.Split('\n')[..^1])
        {
            if (!line.StartsWith('#')) samples.Add(new ReferenceParser(line).ParseLine());
        }

        return samples;
    }

    public static Dictionary<string, string> ParseLabels(string pairs) => new ReferenceParser($"{{{pairs}}}").ReadLabels();

    private ParsedSample ParseLine()
    {
        var name = Take(c => char.IsAsciiLetterOrDigit(c) || c == '_');
        var labels = _text[_at] == '{' ? ReadLabels() : [];
        Expect(' ');
        var value = _text[_at..];
        Assert.DoesNotContain(' ', value);
        return new ParsedSample(name, labels, value);
    }

    private Dictionary<string, string> ReadLabels()
    {
        var labels = new Dictionary<string, string>();
        Expect('{');
        while (true)
        {
            var name = Take(c => char.IsAsciiLetterOrDigit(c) || c == '_');
            Expect('=');
            labels.Add(name, ReadQuoted());
            if (_text[_at] == '}') break;
            Expect(',');
        }

        Expect('}');
        return labels;
    }

    private string ReadQuoted()
    {
        var value = new StringBuilder();
        Expect('"');
        while (_text[_at] != '"')
        {
            var c = _text[_at++];
            value.Append(c != '\\' ? c : _text[_at++] switch { 'n' => '\n', '"' => '"', '\\' => '\\', var other => throw new FormatException($"\\{other}") });
        }

        Expect('"');
        return value.ToString();
    }

    private string Take(Func<char, bool> accept)
    {
        var start = _at;
        while (accept(_text[_at])) _at++;
        Assert.True(_at > start, _text);
        return _text[start.._at];
    }

    private void Expect(char c) => Assert.Equal(c, _text[_at++]);
}
