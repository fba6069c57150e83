using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Wattshare.Exporter.Exposition;
using Wattshare.Exporter.Options;
using Wattshare.Exporter.Tests.Exposition;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Docs;

/// <summary>Finds names in a page that the program does not know: metrics and their labels, options, variables.</summary>
internal static partial class DocNames
{
    /// <summary>Labels that Prometheus adds, or a histogram has.</summary>
    private static readonly string[] AddedLabels = ["job", "instance", "le"];

    /// <summary>Options with a dot that belong to programs the pages compare with or call.</summary>
    private static readonly FrozenSet<string> OfOthers = FrozenSet.Create(
        "--collector.disable-defaults", "--collector.rapl", "--experimental.hwmon.force-enabled", "--exporter.stdout", "--host.procfs", "--host.sysfs", "--kube.config",
        "--kube.enable", "--kube.node-name", "--monitor.interval", "--monitor.max-terminated", "--web.config-file");

    private static readonly FrozenDictionary<string, MetricFamily> Families =
        MetricCatalog.All.SelectMany(family => Samples(family).Select(name => (name, family))).DistinctBy(pair => pair.name).ToFrozenDictionary(pair => pair.name, pair => pair.family);

    private static readonly FrozenSet<string> Recorded = Record().Matches(File.ReadAllText(RepositoryRoot.File("grafana", "rules", "wattshare-recording.yaml")))
        .Select(match => match.Groups["name"].Value).ToFrozenSet();

    /// <summary>Metrics of the program that are not in its catalogue, and rules that are not recorded.</summary>
    public static IEnumerable<string> UnknownMetrics(string text) =>
        Metric().Matches(text).Select(match => match.Value).Where(name => !IsMetric(name))
            .Concat(Rule().Matches(text).Select(match => match.Value).Where(name => !Recorded.Contains(name)));

    /// <summary>Labels that the metric before them does not have.</summary>
    public static IEnumerable<string> UnknownLabels(string text) => Labelled().Matches(text)
        .Where(match => Families.ContainsKey(match.Groups["name"].Value))
        .SelectMany(match => LabelName().Matches(Strings().Replace(match.Groups["labels"].Value, "")).Select(label => (Metric: match.Groups["name"].Value, Label: label.Value)))
        .Where(pair => !Families[pair.Metric].Labels.Contains(pair.Label) && !AddedLabels.Contains(pair.Label))
        .Select(pair => $"{pair.Metric}{{{pair.Label}}}");

    /// <summary>Options that no program of the pages has: those with a dot anywhere, and all that stand behind the program's name.</summary>
    public static IEnumerable<string> UnknownOptions(DocPage page) => DottedOption().Matches(page.Text)
        .Concat(page.Code().Select(code => Command().Match(code)).Where(match => match.Success).SelectMany(match => Option().Matches(match.Groups["rest"].Value)))
        .Select(match => match.Value)
        .Where(flag => flag is not ("--help" or "--version") && !OfOthers.Contains(flag) && OptionCatalog.Find(flag[2..]) is null);

    /// <summary>Variables of the program that no option has.</summary>
    public static IEnumerable<string> UnknownVariables(string text) =>
        Variable().Matches(text).Select(match => match.Value).Where(name => !OptionCatalog.All.Any(option => option.EnvironmentName == name));

    private static bool IsMetric(string name) => Families.ContainsKey(name) || (name.EndsWith('_') && Families.Keys.Any(known => known.StartsWith(name, StringComparison.Ordinal)));

    private static IEnumerable<string> Samples(MetricFamily family) => family.Type == MetricType.Histogram
        ? [family.Name, family.Name + "_bucket", family.Name + "_sum", family.Name + "_count"]
        : [family.Name];

    [GeneratedRegex(@"(?<![\w:/.-])wattshare_(?:[a-z][a-z0-9_]*)(?![\w:.-]*\.deb)(?![a-z0-9_])")]
    private static partial Regex Metric();

    [GeneratedRegex(@"(?<![\w:.])[a-z_]+:wattshare_[a-z][a-z0-9_]*(?::\w+)?")]
    private static partial Regex Rule();

    [GeneratedRegex(@"- record: (?<name>\S+)\n")]
    private static partial Regex Record();

    [GeneratedRegex(@"(?<name>wattshare_[a-z0-9_]+)\{(?<labels>[^}\n]*)\}")]
    private static partial Regex Labelled();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Strings();

    [GeneratedRegex(@"[a-zA-Z_]\w*")]
    private static partial Regex LabelName();

    [GeneratedRegex(@"(?<![\w-])--[a-z][a-z-]*(?:\.[a-z-]+)+")]
    private static partial Regex DottedOption();

    [GeneratedRegex(@"^\s*(?:sudo (?:-u \w+ )?)?(?:[\w./-]*/)?wattshare(?<rest>(?: (?:serve|guest|check|top))?(?: --.*)?)$")]
    private static partial Regex Command();

    [GeneratedRegex(@"(?<=\s)--[a-z][a-z.-]*[a-z]")]
    private static partial Regex Option();

    [GeneratedRegex(@"\bWATTSHARE_[A-Z][A-Z_]*[A-Z]\b(?!_)")]
    private static partial Regex Variable();
}
