using Wattshare.Exporter.Options;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Wattshare.Exporter.Web.Access;

/// <summary>One mapping of the web configuration file: its values by key, and a fault with its line for all that does not fit.</summary>
/// <param name="file">The file's name, fit to be printed.</param>
/// <param name="name">What the section is called in messages; empty for the file itself.</param>
/// <param name="node">The mapping.</param>
/// <param name="faults">Where faults go. They never hold a value, which may be a secret.</param>
internal sealed class WebConfigSection(string file, string name, YamlMappingNode node, List<string> faults)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>The keys that are there, each with its line, for sections whose keys are names.</summary>
    public IEnumerable<(string Key, long Line)> Keys => node.Children.Keys.OfType<YamlScalarNode>().Select(key => (key.Value ?? "", key.Start.Line));

    /// <summary>A text.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The text; null when it is absent, empty or no text.</returns>
    public string? Text(string key)
    {
        if (Find(key) is not { } value || IsNull(value)) return null;
        if (value is YamlScalarNode scalar) return string.IsNullOrEmpty(scalar.Value) ? null : scalar.Value;
        Fault(value, key, "needs a single value");
        return null;
    }

    /// <summary>A text that is one of several names.</summary>
    /// <param name="key">The key.</param>
    /// <param name="names">What it may be.</param>
    /// <returns>The name; null when it is absent or another.</returns>
    public string? Name(string key, IReadOnlyCollection<string> names)
    {
        var text = Text(key);
        if (text is null || names.Contains(text)) return text;
        Fault(Find(key)!, key, $"{Printable.Quote(text)} is not one of {string.Join(", ", names)}");
        return null;
    }

    /// <summary>A <c>true</c> or <c>false</c>.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The value; null when it is absent or neither.</returns>
    public bool? Flag(string key) => Name(key, ["true", "false"]) is { } text ? text == "true" : null;

    /// <summary>A list of texts.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The texts; empty when it is absent or no list.</returns>
    public IReadOnlyList<string> List(string key)
    {
        if (Find(key) is not { } value || IsNull(value)) return [];
        if (value is YamlSequenceNode items && items.All(item => item is YamlScalarNode { Value.Length: > 0 }))
            return [.. items.Cast<YamlScalarNode>().Select(item => item.Value!)];
        Fault(value, key, "needs a list of plain values");
        return [];
    }

    /// <summary>A section below this one.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The section; null when it is absent, empty or none.</returns>
    public WebConfigSection? Section(string key)
    {
        if (Find(key) is not { } value || IsNull(value)) return null;
        if (value is YamlMappingNode mapping) return new WebConfigSection(file, Full(key), mapping, faults);
        Fault(value, key, "is a section and needs keys below it");
        return null;
    }

    /// <summary>Tells of every key that nobody asked for.</summary>
    public void End()
    {
        foreach (var key in node.Children.Keys)
        {
            var text = (key as YamlScalarNode)?.Value;
            if (text is null) Fault(key.Start.Line, "a key must be a plain word");
            else if (!_known.Contains(text)) Fault(key.Start.Line, $"unknown key {Printable.Clean(Full(text))}{NearestName.Hint(text, _known)}");
        }
    }

    /// <summary>Adds a fault of a key.</summary>
    /// <param name="key">The key, present or not.</param>
    /// <param name="text">What is wrong, to be read after the key.</param>
    public void Fault(string key, string text) => Fault(Find(key) ?? node, key, text);

    private void Fault(YamlNode at, string key, string text) => Fault(at.Start.Line, $"{Printable.Clean(Full(key))} {text}");

    private void Fault(long line, string text) => faults.Add($"{file}:{line}: {text}");

    private string Full(string key) => name.Length == 0 ? key : $"{name}.{key}";

    private YamlNode? Find(string key)
    {
        _known.Add(key);
        return node.Children.FirstOrDefault(child => child.Key is YamlScalarNode scalar && scalar.Value == key).Value;
    }

    private static bool IsNull(YamlNode value) =>
        value is YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or "~" or "null" or "Null" or "NULL" or null };
}
