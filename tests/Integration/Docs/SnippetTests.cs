using System.Text;
using System.Text.RegularExpressions;
using Wattshare.Fixtures;
using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Docs;

/// <summary>What operators copy from the pages into Prometheus.</summary>
public sealed partial class SnippetTests
{
    public static TheoryData<string> Pages => [.. DocPage.All.Select(page => page.Name)];

    [LabTheory]
    [MemberData(nameof(Pages))]
    public async Task Promtool_accepts_every_scrape_configuration(string name)
    {
        foreach (var block in ScrapeConfigurations(DocPage.Of(name)))
        {
            // Certificates, passwords and files of targets are those of the reader's machine.
            // Debian builds Prometheus without the discovery of Kubernetes; what is around it is checked all the same.
            var result = await CheckAsync(["check", "config", "--syntax-only"], Kubernetes().Replace(block, ""));
            Assert.True(result.ExitCode == 0, $"{result.Output}{result.Errors}\n{block}");
        }
    }

    [Fact]
    public void No_server_that_is_scraped_for_what_it_recorded_has_the_name_of_an_exporter()
    {
        // WattshareExporterDown goes by the job's name.
        var others = DocPage.All.SelectMany(ScrapeConfigurations).Where(block => block.Contains("metrics_path: /federate", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(others);
        Assert.All(others, block => Assert.DoesNotContain("job_name: wattshare", block, StringComparison.Ordinal));
    }

    [LabTheory]
    [MemberData(nameof(Pages))]
    public async Task Promtool_accepts_every_query(string name)
    {
        var queries = DocPage.Of(name).Blocks("promql");
        if (queries.Count == 0) return;
        var result = await CheckAsync(["check", "rules"], Rules(queries));
        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
    }

    [Fact]
    public void There_is_something_to_check()
    {
        Assert.InRange(DocPage.All.Sum(page => ScrapeConfigurations(page).Count()), 10, int.MaxValue);
        Assert.InRange(DocPage.All.Sum(page => page.Blocks("promql").Count), 15, int.MaxValue);
    }

    [LabFact]
    public async Task A_faulty_snippet_is_found_out()
    {
        Assert.NotEqual(0, (await CheckAsync(["check", "config", "--syntax-only"], "scrape_configs:\n  - job_name: x\n    scrape_intervall: 1s\n")).ExitCode);
        Assert.NotEqual(0, (await CheckAsync(["check", "rules"], Rules(["sum by (x) (rate(a_total))"]))).ExitCode);
    }

    private static IEnumerable<string> ScrapeConfigurations(DocPage page) =>
        page.Blocks("yaml").Where(block => block.StartsWith("scrape_configs:\n", StringComparison.Ordinal));

    private static string Rules(IEnumerable<string> queries)
    {
        var text = new StringBuilder("groups:\n- name: queries\n  rules:\n");
        var number = 0;
        foreach (var query in queries)
        {
            text.Append($"  - record: query:{number++}\n    expr: |\n");
            foreach (var line in query.TrimEnd().Split('\n')) text.Append($"      {line}\n");
        }

        return text.ToString();
    }

    private static async Task<ToolResult> CheckAsync(string[] command, string text)
    {
        using var directory = new LabDirectory("docs");
        var file = directory.At("file.yaml");
        await File.WriteAllTextAsync(file, text);
        return await LabTool.RunAsync("promtool", [.. command, file]);
    }

    [GeneratedRegex(@"^    kubernetes_sd_configs:\n(?:      .*\n)+", RegexOptions.Multiline)]
    private static partial Regex Kubernetes();
}
