using System.Text.Json;

namespace Wattshare.Integration.Dashboards;

/// <summary>One of the files in grafana/dashboards.</summary>
/// <param name="Json">All of it.</param>
internal sealed record Dashboard(JsonElement Json)
{
    /// <summary>Its panels, rows among them.</summary>
    public IReadOnlyList<DashboardPanel> Panels { get; } = [.. Json.GetProperty("panels").EnumerateArray().Select(panel => new DashboardPanel(panel))];

    /// <summary>Its variables.</summary>
    public IReadOnlyList<JsonElement> Variables { get; } = [.. Json.GetProperty("templating").GetProperty("list").EnumerateArray()];

    /// <summary>Its variables that are filled by a query, with that query.</summary>
    public IEnumerable<(string Name, string Query)> Questions => Variables
        .Where(variable => variable.GetProperty("type").GetString() == "query")
        .Select(variable => (variable.GetProperty("name").GetString()!, variable.GetProperty("query").GetProperty("query").GetString()!));

    /// <summary>Reads a file.</summary>
    /// <param name="name">The word in its name.</param>
    /// <returns>The dashboard.</returns>
    public static Dashboard Load(string name) =>
        new(JsonElement.Parse(File.ReadAllText(GrafanaFiles.In("dashboards", $"wattshare-{name}.json"))));

    /// <summary>The panel of this title.</summary>
    /// <param name="title">The title, unique.</param>
    /// <returns>The panel.</returns>
    public DashboardPanel Panel(string title) => Assert.Single(Panels, panel => panel.Title == title);
}
