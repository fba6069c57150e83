using System.Text.Json.Nodes;
using Wattshare.Fixtures;
using Wattshare.Integration.Charts;
using Wattshare.Integration.Dashboards;

namespace Wattshare.Integration.Docs;

/// <summary>What is billed by must give the right numbers, not only parse: promtool evaluates it over series with known answers (RuleFileTests runs that).</summary>
public sealed class AccountingTests
{
    [Fact]
    public void Every_query_of_the_page_is_evaluated_as_it_stands_there()
    {
        var queries = DocPage.Of("docs/accounting.md").Blocks("promql");
        Assert.InRange(queries.Count, 14, int.MaxValue);
        Assert.Equal(queries, Cases().Select(item => item["expr"]!.GetValue<string>()));
    }

    [Fact]
    public void Every_answer_is_known() => Assert.All(Cases(), item => Assert.NotEmpty(item["exp_samples"]!.AsArray()));

    private static IEnumerable<JsonNode> Cases()
    {
        var file = GrafanaFiles.RuleTests.Single(path => Path.GetFileName(path) == "accounting.yaml");
        return YamlJson.Parse(File.ReadAllText(file)).Single()!["tests"]!.AsArray().SelectMany(test => test!["promql_expr_test"]!.AsArray())!;
    }
}
