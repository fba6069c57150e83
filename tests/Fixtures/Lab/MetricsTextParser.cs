using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Wattshare.Fixtures.Lab;

/// <summary>
/// A strict parser of the text format 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/). Beyond what Prometheus
/// asks for: every family has HELP and TYPE in front of its samples, families are in one piece, and no series comes twice.
/// </summary>
internal sealed partial class MetricsTextParser
{
    private readonly Dictionary<string, string> _types = [];
    private readonly HashSet<string> _helps = [];
    private readonly HashSet<string> _closed = [];
    private readonly HashSet<string> _series = [];
    private readonly List<MetricSample> _samples = [];
    private string _family = "";

    public MetricsText Parse(string text)
    {
        if (!text.EndsWith('\n')) throw new FormatException("The text does not end with a newline.");
        foreach (var line in text[..^1].Split('\n'))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal)) Help(line);
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal)) Type(line);
            else Sample(line);
        }

        return new(_types, _samples);
    }

    private void Help(string line)
    {
        var name = line.Split(' ', 4)[2];
        Enter(name, line);
        if (!_helps.Add(name)) throw Fault("a second HELP", line);
    }

    private void Type(string line)
    {
        var parts = line.Split(' ');
        if (parts.Length != 4 || parts[3] is not ("counter" or "gauge" or "histogram" or "summary" or "untyped")) throw Fault("no type", line);
        Enter(parts[2], line);
        if (!_helps.Contains(parts[2])) throw Fault("TYPE without HELP in front", line);
        if (!_types.TryAdd(parts[2], parts[3])) throw Fault("a second TYPE", line);
    }

    private void Sample(string line)
    {
        var match = SampleLine().Match(line);
        if (!match.Success) throw Fault("neither a comment nor a sample", line);
        var name = match.Groups["name"].Value;
        if (!BelongsToFamily(name)) throw Fault($"outside its family (the open one is {_family})", line);
        var labels = Labels(match, line);
        if (!IsNumber(match.Groups["value"].Value)) throw Fault("no number", line);
        if (!_series.Add(name + "\0" + string.Join('\0', labels.OrderBy(label => label.Key, StringComparer.Ordinal)))) throw Fault("a series that was there already", line);
        _samples.Add(new(name, labels, match.Groups["value"].Value));
    }

    private void Enter(string family, string line)
    {
        if (family == _family) return;
        if (_closed.Contains(family)) throw Fault("a family in two pieces", line);
        _closed.Add(_family);
        _family = family;
    }

    private bool BelongsToFamily(string name) => _types.GetValueOrDefault(_family) switch
    {
        null => false,
        "histogram" => name == _family + "_bucket" || name == _family + "_sum" || name == _family + "_count",
        "summary" => name == _family || name == _family + "_sum" || name == _family + "_count",
        _ => name == _family,
    };

    private static Dictionary<string, string> Labels(Match match, string line)
    {
        var labels = new Dictionary<string, string>();
        for (var i = 0; i < match.Groups["label"].Captures.Count; i++)
        {
            var label = match.Groups["label"].Captures[i].Value;
            if (!labels.TryAdd(label, Unescape(match.Groups["text"].Captures[i].Value))) throw Fault($"label {label} twice", line);
        }

        return labels;
    }

    private static string Unescape(string text)
    {
        var result = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\') result.Append(text[i]);
            else result.Append(text[++i] == 'n' ? '\n' : text[i]);
        }

        return result.ToString();
    }

    private static bool IsNumber(string text) =>
        text is "+Inf" or "-Inf" or "NaN"
        || (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value));

    private static FormatException Fault(string what, string line) => new($"{what}: {line}");

    [GeneratedRegex("""
        ^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{((?<label>[a-zA-Z_][a-zA-Z0-9_]*)="(?<text>([^"\\]|\\["\\n])*)",?)*(?<!,)\})?[ ](?<value>[^ ]+)$
        """, RegexOptions.ExplicitCapture)]
    private static partial Regex SampleLine();
}
