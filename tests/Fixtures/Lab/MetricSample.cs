using System.Globalization;

namespace Wattshare.Fixtures.Lab;

/// <summary>One line with a value.</summary>
/// <param name="Name">The name in front of the labels, suffixes included.</param>
/// <param name="Labels">The labels, unescaped.</param>
/// <param name="Text">The value as written.</param>
public sealed record MetricSample(string Name, IReadOnlyDictionary<string, string> Labels, string Text)
{
    /// <summary>The value as an exact decimal number; energies have to be compared without rounding.</summary>
    /// <exception cref="FormatException">It is infinite or not a number.</exception>
    public decimal Value => decimal.Parse(Text, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>The value of a label, empty when there is none: to Prometheus that is the same.</summary>
    /// <param name="label">The label's name.</param>
    public string this[string label] => Labels.GetValueOrDefault(label, "");
}
