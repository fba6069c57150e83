using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Wattshare.Exporter.Exposition;

namespace Wattshare.Integration.Dashboards;

/// <summary>Which metrics an expression names, and which there are.</summary>
internal static partial class MetricNames
{
    private static readonly FrozenSet<string> Keywords = FrozenSet.ToFrozenSet(
        ["and", "or", "unless", "bool", "offset", "inf", "nan"], StringComparer.OrdinalIgnoreCase);

    /// <summary>What Prometheus itself says of a target.</summary>
    private static readonly string[] OfPrometheus = ["up", "scrape_duration_seconds"];

    /// <summary>Every name that a scrape of the exporter can have, and those that Prometheus adds to it.</summary>
    public static IReadOnlySet<string> Known { get; } = MetricCatalog.All.SelectMany(Samples).Concat(OfPrometheus).ToFrozenSet();

    /// <summary>The metrics that an expression names.</summary>
    /// <param name="expression">PromQL that is known to parse.</param>
    /// <returns>Their names, each once.</returns>
    public static IEnumerable<string> In(string expression)
    {
        // Strings first, since a brace or a parenthesis in one means nothing.
        var bare = Grouping().Replace(Ranges().Replace(Matchers().Replace(Strings().Replace(expression, ""), ""), ""), " ");
        return Names().Matches(bare).Select(match => match.Value).Where(name => !Keywords.Contains(name)).Distinct();
    }

    private static IEnumerable<string> Samples(MetricFamily family) => family.Type == MetricType.Histogram
        ? [family.Name + "_bucket", family.Name + "_sum", family.Name + "_count"]
        : [family.Name];

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Strings();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Matchers();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Ranges();

    [GeneratedRegex(@"\b(by|without|on|ignoring|group_left|group_right)\s*(\([^)]*\))?")]
    private static partial Regex Grouping();

    // A word that no parenthesis follows; with one it is a function. A digit before it makes it the exponent of a number.
    [GeneratedRegex(@"(?<![\w:.])[A-Za-z_:][\w:]*\b(?![\w:])(?!\s*\()")]
    private static partial Regex Names();
}
