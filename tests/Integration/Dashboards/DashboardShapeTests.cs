using System.Text.Json;
using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Dashboards;

/// <summary>What Grafana would trip over, or show without saying what it is.</summary>
public sealed class DashboardShapeTests
{
    [LabFact]
    public async Task Files_are_what_their_source_writes() =>
        Assert.Equal(new(0, "", ""), await LabTool.RunAsync(GrafanaFiles.In("generate"), ["--check"]));

    [Theory]
    [MemberData(nameof(GrafanaFiles.DashboardNames), MemberType = typeof(GrafanaFiles))]
    public void File_uid_and_tag_are_those_that_links_rely_on(string name)
    {
        var json = Dashboard.Load(name).Json;
        Assert.Equal($"wattshare-{name}", json.GetProperty("uid").GetString());
        Assert.Equal("wattshare", Assert.Single(json.GetProperty("tags").EnumerateArray()).GetString());
    }

    [Fact]
    public void There_is_no_other_dashboard() => Assert.Equal(
        ((IEnumerable<object[]>)GrafanaFiles.DashboardNames).Select(row => $"wattshare-{row[0]}.json").Order(),
        Directory.EnumerateFiles(GrafanaFiles.In("dashboards")).Select(Path.GetFileName).Order());

    [Theory]
    [MemberData(nameof(GrafanaFiles.DashboardNames), MemberType = typeof(GrafanaFiles))]
    public void Panels_have_numbers_and_titles_of_their_own(string name)
    {
        var panels = Dashboard.Load(name).Panels;
        Assert.Distinct(panels.Select(panel => panel.Id));
        Assert.Distinct(panels.Where(panel => !panel.IsRow).Select(panel => panel.Title));
    }

    [Theory]
    [MemberData(nameof(GrafanaFiles.DashboardNames), MemberType = typeof(GrafanaFiles))]
    public void Panels_lie_on_the_grid_and_not_on_each_other(string name)
    {
        var panels = Dashboard.Load(name).Panels;
        Assert.All(panels, panel => Assert.InRange(panel.Place.X + panel.Place.Width, 1, 24));
        Assert.DoesNotContain(panels, panel => panels.Any(other => other.Id < panel.Id && other.Overlaps(panel)));
    }

    [Theory]
    [MemberData(nameof(GrafanaFiles.DashboardNames), MemberType = typeof(GrafanaFiles))]
    public void Every_panel_has_a_question_a_unit_and_the_chosen_data_source(string name)
    {
        foreach (var panel in Dashboard.Load(name).Panels.Where(panel => !panel.IsRow))
        {
            Assert.EndsWith(".", panel.Json.GetProperty("description").GetString()!.Replace('?', '.'), StringComparison.Ordinal);
            Assert.NotEqual("", panel.Json.GetProperty("fieldConfig").GetProperty("defaults").GetProperty("unit").GetString());
            Assert.All(Sources(panel), source => Assert.Equal("${datasource}", source.GetProperty("uid").GetString()));
        }
    }

    [Theory]
    [MemberData(nameof(GrafanaFiles.DashboardNames), MemberType = typeof(GrafanaFiles))]
    public void Queries_of_a_panel_have_letters_of_their_own(string name) => Assert.All(
        Dashboard.Load(name).Panels.Where(panel => !panel.IsRow),
        panel => Assert.Distinct(panel.Json.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("refId").GetString())));

    [Theory]
    [MemberData(nameof(GrafanaFiles.DashboardNames), MemberType = typeof(GrafanaFiles))]
    public void Every_variable_is_used_and_no_other_one(string name)
    {
        var board = Dashboard.Load(name);
        var variables = board.Variables.Select(variable => variable.GetProperty("name").GetString()!).Order();
        var used = VariableNames.In(board.Json.GetProperty("panels").GetRawText());
        Assert.Equal(variables, used.Order());
    }

    [Theory]
    [MemberData(nameof(GrafanaFiles.DashboardNames), MemberType = typeof(GrafanaFiles))]
    public void Queries_name_metrics_of_the_exporter_and_need_no_rules(string name)
    {
        var board = Dashboard.Load(name);
        var names = board.Panels.SelectMany(panel => panel.Queries).Select(query => query.Expression).SelectMany(MetricNames.In);
        Assert.Empty(names.Except(MetricNames.Known));
    }

    private static IEnumerable<JsonElement> Sources(DashboardPanel panel) => panel.Json.GetProperty("targets").EnumerateArray()
        .Select(target => target.GetProperty("datasource")).Append(panel.Json.GetProperty("datasource"));
}
