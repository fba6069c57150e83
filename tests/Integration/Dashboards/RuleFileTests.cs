using System.Text.RegularExpressions;
using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Dashboards;

/// <summary>The rule files, without a server.</summary>
public sealed partial class RuleFileTests
{
    [LabFact]
    public async Task Promtool_finds_the_rules_correct()
    {
        var result = await LabTool.RunAsync("promtool", ["check", "rules", "--lint=all", "--lint-fatal", .. GrafanaFiles.Rules]);
        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
    }

    [LabFact]
    public async Task Unit_tests_of_the_rules_pass()
    {
        var result = await LabTool.RunAsync("promtool", ["test", "rules", .. GrafanaFiles.RuleTests]);
        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
    }

    [Fact]
    public void Every_alert_says_what_happened_what_to_do_and_where_to_read_on()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs", "alerts.md"));
        var alerts = Alert().Matches(Text(GrafanaFiles.Rules[1])).ToList();
        Assert.InRange(alerts.Count, 9, int.MaxValue);
        foreach (var alert in alerts)
        {
            var name = alert.Groups["name"].Value;
            Assert.Contains("severity: ", alert.Value, StringComparison.Ordinal);
            Assert.Contains("summary: ", alert.Value, StringComparison.Ordinal);
            Assert.Contains("description: ", alert.Value, StringComparison.Ordinal);
            Assert.EndsWith($"runbook: docs/alerts.md#{Anchor(name)}", alert.Value.TrimEnd(), StringComparison.Ordinal);
            Assert.Contains($"\n## {name}\n", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_alert_is_tested_both_ways()
    {
        var cases = GrafanaFiles.RuleTests.SelectMany(file => AlertCase().Matches(Text(file))).ToLookup(match => match.Groups["name"].Value, match => match.Groups["none"].Success);
        foreach (var alert in Alert().Matches(Text(GrafanaFiles.Rules[1])).Select(match => match.Groups["name"].Value))
        {
            Assert.True(cases[alert].Contains(false), $"No test in which {alert} fires.");
            Assert.True(cases[alert].Contains(true), $"No test in which {alert} does not fire.");
        }
    }

    [Fact]
    public void Every_recorded_series_is_tested()
    {
        var tests = string.Concat(GrafanaFiles.RuleTests.Select(Text));
        var recorded = Record().Matches(Text(GrafanaFiles.Rules[0])).Select(match => match.Groups["name"].Value).ToList();
        Assert.InRange(recorded.Count, 15, int.MaxValue);
        Assert.All(recorded, name => Assert.Contains($"expr: {name}\n", tests, StringComparison.Ordinal));
    }

    private static string Text(string file) => File.ReadAllText(file);

    // As web pages of Markdown make anchors of headings.
    private static string Anchor(string heading) => string.Concat(heading.Select(char.ToLowerInvariant));

    [GeneratedRegex(@"- alert: (?<name>\w+)\n(?s:.*?)(?=\n\n|\z)")]
    private static partial Regex Alert();

    [GeneratedRegex(@"- record: (?<name>\S+)\n")]
    private static partial Regex Record();

    [GeneratedRegex(@"alertname: (?<name>\w+)\n +exp_alerts:(?<none> \[\])?")]
    private static partial Regex AlertCase();
}
