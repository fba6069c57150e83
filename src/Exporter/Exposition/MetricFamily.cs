using System.Collections.Immutable;
using System.Text;

namespace Wattshare.Exporter.Exposition;

/// <summary>One metric family: what its series mean and how they are announced. Immutable.</summary>
internal sealed class MetricFamily
{
    private static readonly string[] Units = ["joules", "watts", "seconds", "bytes"];

    private readonly byte[] _textHeader;
    private readonly byte[] _openMetricsHeader;
    private readonly byte[] _name;

    /// <summary>Describes a family.</summary>
    /// <param name="name">The name as the samples carry it; a counter's ends in <c>_total</c>.</param>
    /// <param name="type">The type.</param>
    /// <param name="help">One or more full sentences, without quotes, backslashes and line breaks.</param>
    /// <param name="labels">The label names in the order they are written.</param>
    public MetricFamily(string name, MetricType type, string help, params ImmutableArray<string> labels)
    {
        Name = name;
        Type = type;
        Help = help;
        Labels = labels;
        var bare = type == MetricType.Counter ? name[..^"_total".Length] : name;
        Unit = Array.Find(Units, unit => bare.EndsWith("_" + unit, StringComparison.Ordinal));
        _name = Encoding.UTF8.GetBytes(name);
        _textHeader = Encoding.UTF8.GetBytes($"# HELP {name} {help}\n# TYPE {name} {TypeName}\n");
        var unitLine = Unit is null ? "" : $"# UNIT {bare} {Unit}\n";
        _openMetricsHeader = Encoding.UTF8.GetBytes($"# TYPE {bare} {TypeName}\n{unitLine}# HELP {bare} {help}\n");
    }

    /// <summary>The name as the samples carry it.</summary>
    public string Name { get; }

    /// <summary>The type.</summary>
    public MetricType Type { get; }

    /// <summary>What the family means.</summary>
    public string Help { get; }

    /// <summary>The label names in the order they are written; <c>le</c> of a histogram is not among them.</summary>
    public ImmutableArray<string> Labels { get; }

    /// <summary>The unit that the name ends with (before <c>_total</c>), or null.</summary>
    public string? Unit { get; }

    /// <summary>The type as both formats spell it.</summary>
    public string TypeName => Type switch
    {
        MetricType.Counter => "counter",
        MetricType.Gauge => "gauge",
        _ => "histogram",
    };

    /// <summary>The name in UTF-8.</summary>
    public ReadOnlySpan<byte> Utf8Name => _name;

    /// <summary>The lines before the first sample.</summary>
    /// <param name="format">The format; OpenMetrics names a counter family without <c>_total</c>.</param>
    /// <returns>Whole lines in UTF-8.</returns>
    public ReadOnlySpan<byte> Header(ExpositionFormat format) =>
        format == ExpositionFormat.OpenMetrics ? _openMetricsHeader : _textHeader;
}
