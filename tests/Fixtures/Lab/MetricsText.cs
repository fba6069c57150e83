namespace Wattshare.Fixtures.Lab;

/// <summary>The parsed answer of <c>/metrics</c>. Immutable.</summary>
public sealed class MetricsText
{
    private readonly ILookup<string, MetricSample> _byName;

    internal MetricsText(IReadOnlyDictionary<string, string> types, IReadOnlyList<MetricSample> samples)
    {
        Types = types;
        Samples = samples;
        _byName = samples.ToLookup(sample => sample.Name);
    }

    /// <summary>The type of each family.</summary>
    public IReadOnlyDictionary<string, string> Types { get; }

    /// <summary>Every sample in the order of the text.</summary>
    public IReadOnlyList<MetricSample> Samples { get; }

    /// <summary>Parses the Prometheus text format 0.0.4, more strictly than Prometheus does.</summary>
    /// <param name="text">The whole text.</param>
    /// <returns>What it says.</returns>
    /// <exception cref="FormatException">It breaks a rule; the message has the line.</exception>
    public static MetricsText Parse(string text) => new MetricsTextParser().Parse(text);

    /// <summary>The samples of one name.</summary>
    /// <param name="name">The name, suffixes included.</param>
    /// <param name="labels">What the labels must be.</param>
    /// <returns>Those that match.</returns>
    public IEnumerable<MetricSample> All(string name, params (string Label, string Value)[] labels) =>
        _byName[name].Where(sample => labels.All(label => sample[label.Label] == label.Value));

    /// <summary>The one sample that matches.</summary>
    /// <param name="name">The name, suffixes included.</param>
    /// <param name="labels">What the labels must be.</param>
    /// <returns>The sample.</returns>
    /// <exception cref="InvalidOperationException">None or several match.</exception>
    public MetricSample One(string name, params (string Label, string Value)[] labels)
    {
        var found = All(name, labels).ToList();
        return found.Count == 1
            ? found[0]
            : throw new InvalidOperationException($"{found.Count} samples match {name}{{{string.Join(',', labels)}}}.");
    }

    /// <summary>The sum of all samples that match, 0 when none does.</summary>
    /// <param name="name">The name, suffixes included.</param>
    /// <param name="labels">What the labels must be.</param>
    /// <returns>The exact sum.</returns>
    public decimal Sum(string name, params (string Label, string Value)[] labels) => All(name, labels).Sum(sample => sample.Value);
}
