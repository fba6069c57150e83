using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Wattshare.Exporter.Options;

/// <summary>
/// Reads options from YAML: sections, and keys in them. It works on the events of the parser, so that every fault has its line, unknown
/// keys have a name, and no type is mapped by reflection.
/// </summary>
internal sealed class YamlSource
{
    private readonly string _path;
    private readonly Parser _parser;
    private readonly OptionReadings _readings = new();
    private readonly Dictionary<string, long> _seen = new(StringComparer.Ordinal);

    private YamlSource(string path, string text)
    {
        _path = Printable.Clean(path);
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The name of the file, for messages.</param>
    /// <param name="text">Its text, at most 1 MiB.</param>
    /// <returns>Values and every fault. Text that is no YAML is one fault, beside those found before it.</returns>
    public static OptionReadings Read(string path, string text)
    {
        var source = new YamlSource(path, text);

        // The parser takes a NUL for the end of the text, so that what follows would be dropped in silence.
        if (text.Contains('\0', StringComparison.Ordinal)) source._readings.Faults.Add($"{source._path}: is not text, it has a NUL in it");
        else source.ReadAll();
        return source._readings;
    }

    private void ReadAll()
    {
        try
        {
            _parser.Consume<StreamStart>();
            if (_parser.TryConsume<DocumentStart>(out _)) ReadDocument();
        }
        catch (YamlException failure)
        {
            Fault(failure.Start.Line, $"not valid YAML: {Printable.Clean(failure.Message)}");
        }
        catch (Exception failure) when (failure is InvalidOperationException or ArgumentException or EndOfStreamException)
        {
            // The parser's own surprise at some malformed texts, for example "... : : ? *a>", "!!]" and half a surrogate pair.
            Fault(CurrentLine, $"not valid YAML: {Printable.Clean(failure.Message)}");
        }
    }

    private void ReadDocument()
    {
        if (_parser.Accept<MappingStart>(out _)) ReadMapping("");
        else if (_parser.TryConsume<Scalar>(out var scalar) && IsNull(scalar)) return;
        else Fault(scalar is null ? CurrentLine : scalar.Start.Line, "the file must consist of keys such as web: or log:", skip: scalar is null);

        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out var second)) Fault(second.Start.Line, "a second YAML document; only one is allowed");
    }

    /// <summary>Reads the keys of the file (section is empty) or of one section.</summary>
    private void ReadMapping(string section)
    {
        _parser.Consume<MappingStart>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (_parser.TryConsume<Scalar>(out var key)) ReadEntry(section, key);
            else
            {
                Fault(CurrentLine, "a key must be a plain word", skip: true);
                _parser.SkipThisAndNestedEvents();
            }
        }
    }

    private void ReadEntry(string section, Scalar key)
    {
        var line = key.Start.Line;
        var name = section.Length == 0 ? key.Value : $"{section}.{key.Value}";
        var option = OptionCatalog.All.FirstOrDefault(option => option.InFile && option.Section == section && option.KeyInSection == key.Value);
        if (!_seen.TryAdd(name, line)) Fault(line, $"{Printable.Clean(name)} is given twice, first on line {_seen[name]}", skip: true);
        else if (option is not null) ReadValue(option, line);
        else if (section.Length == 0 && OptionCatalog.TopLevelNames.Contains(key.Value)) ReadSection(key.Value, line);
        else Fault(line, Unknown(section, name), skip: true);
    }

    private void ReadSection(string section, long line)
    {
        var keys = OptionCatalog.All.Where(option => option.Section == section && option.InThisVersion).Select(option => option.KeyInSection);
        if (_parser.Accept<MappingStart>(out _)) ReadMapping(section);
        else if (_parser.Accept<Scalar>(out var scalar) && IsNull(scalar)) _parser.MoveNext();
        else Fault(line, $"{section} is a section and needs keys below it: {string.Join(", ", keys)}", skip: true);
    }

    private void ReadValue(OptionDefinition option, long line)
    {
        if (_parser.TryConsume<Scalar>(out var scalar)) AddValue(option, line, [scalar]);
        else if (_parser.Accept<SequenceStart>(out _)) ReadSequence(option, line);
        else if (_parser.Accept<AnchorAlias>(out _)) Fault(line, $"{option.Key}: YAML aliases are not supported", skip: true);
        else Fault(line, $"{option.Key} needs a value, not keys below it", skip: true);
    }

    private void ReadSequence(OptionDefinition option, long line)
    {
        if (!option.IsList)
        {
            Fault(line, $"{option.Key} takes one value, not a list", skip: true);
            return;
        }

        var items = new List<Scalar>();
        var allPlain = true;
        _parser.Consume<SequenceStart>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            if (_parser.TryConsume<Scalar>(out var item)) items.Add(item);
            else
            {
                allPlain = false;
                _parser.SkipThisAndNestedEvents();
            }
        }

        if (allPlain) AddValue(option, line, items);
        else Fault(line, $"{option.Key} takes a list of plain values");
    }

    private void AddValue(OptionDefinition option, long line, List<Scalar> scalars)
    {
        if (scalars.Count == 0 || scalars.Exists(IsNull)) Fault(line, $"{option.Key} has no value");
        else _readings.Values.Add(new OptionValue(option, $"{_path}:{line}: {option.Key}", [.. scalars.Select(scalar => scalar.Value)]));
    }

    private static string Unknown(string section, string name)
    {
        if (section.Length == 0 && OptionCatalog.Find(name) is { InFile: true } flat)
            return $"unknown key {name}; write it as {flat.Section}: with {flat.KeyInSection}: below it";
        var known = section.Length == 0
            ? OptionCatalog.TopLevelNames.AsEnumerable()
            : OptionCatalog.All.Where(option => option.InFile).Select(option => option.Key);
        return $"unknown key {Printable.Clean(name)}{NearestName.Hint(name, known)}";
    }

    /// <summary>An empty value, <c>~</c> or <c>null</c> without quotes (YAML 1.2, 10.2.1.1).</summary>
    private static bool IsNull(Scalar scalar) => scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null" or "Null" or "NULL";

    private long CurrentLine => _parser.Current?.Start.Line ?? 0;

    private void Fault(long line, string text, bool skip = false)
    {
        _readings.Faults.Add($"{_path}:{line}: {text}");
        if (skip) _parser.SkipThisAndNestedEvents();
    }
}
