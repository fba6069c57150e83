using Wattshare.Fixtures.Lab;
using Wattshare.Integration.EndToEnd;

namespace Wattshare.Integration.Dashboards;

/// <summary>Every query of every dashboard and rule, evaluated by Prometheus over a real run, at its end.</summary>
/// <param name="run">The run.</param>
[Collection(EndToEndCollection.Name)]
public sealed class LiveQueryTests(EndToEndRun run)
{
    [LabTheory]
    [MemberData(nameof(GrafanaFiles.DashboardNames), MemberType = typeof(GrafanaFiles))]
    public async Task Every_query_of_a_dashboard_returns_data(string name)
    {
        var bad = new List<string>();
        foreach (var panel in Dashboard.Load(name).Panels)
        {
            foreach (var (legend, expression) in panel.Queries)
            {
                if (await ComplaintAsync(Substitute(expression)) is { } complaint) bad.Add($"{panel.Title}, {legend}: {complaint}: {expression}");
            }
        }

        Assert.Empty(bad);
    }

    [LabTheory]
    [MemberData(nameof(GrafanaFiles.DashboardNames), MemberType = typeof(GrafanaFiles))]
    public async Task Every_variable_has_values_to_choose_from(string name)
    {
        foreach (var (variable, query) in Dashboard.Load(name).Questions)
        {
            // label_values(series, label): no metric has a comma outside of its braces, so the last one ends the series.
            var comma = query.LastIndexOf(',');
            var (series, label) = (query["label_values(".Length..comma], query[(comma + 1)..^1].Trim());
            Assert.Empty(MetricNames.In(series).Except(MetricNames.Known));
            Assert.Equal(variable, label);
            Assert.Contains(await AskAsync(Substitute(series)), sample => sample.Labels.ContainsKey(label));
        }
    }

    [LabFact]
    public async Task Stack_of_a_component_adds_up_to_the_host()
    {
        var panel = Dashboard.Load("host").Panel("Where each watt goes: $component");
        var parts = 0.0;
        foreach (var (_, expression) in panel.Queries.Where(query => query.Legend != "Host")) parts += await SumAsync(expression);
        AssertSame(await SumAsync(panel.Queries.Single(query => query.Legend == "Host").Expression), parts);
    }

    [LabFact]
    public async Task Stack_by_name_adds_up_to_the_host()
    {
        var host = Dashboard.Load("host");
        var parts = 0.0;
        foreach (var (_, expression) in host.Panel("Every VM and container").Queries) parts += await SumAsync(expression);
        AssertSame(await SumAsync(host.Panel("Power by component").Queries.Single().Expression), parts);
    }

    [LabFact]
    public async Task Stack_of_the_fleet_adds_up_to_its_hosts()
    {
        var panel = Dashboard.Load("fleet").Panel("Where the power goes");
        var parts = 0.0;
        foreach (var (_, expression) in panel.Queries.Where(query => query.Legend != "Hosts")) parts += await SumAsync(expression);
        AssertSame(await SumAsync(panel.Queries.Single(query => query.Legend == "Hosts").Expression), parts);
    }

    [LabTheory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Residual_is_nothing_but_rounding(int place)
    {
        var residual = Dashboard.Load("quality").Panels.Where(panel => panel.Title.StartsWith("Residual", StringComparison.Ordinal)).ElementAt(place);
        Assert.InRange(await SumAsync(residual.Queries.Single().Expression), 0, 1e-6);
    }

    [LabFact]
    public async Task Pod_is_found_by_its_namespace()
    {
        var namespaces = Dashboard.Load("containers").Panel("By namespace").Queries.Single().Expression;
        Assert.Equal(
            ["(none)", EndToEndLab.BurnerNamespace],
            (await AskAsync(Substitute(namespaces))).Select(sample => sample.Labels["namespace"]).Order(StringComparer.Ordinal));
        Assert.Single(await AskAsync(Substitute(namespaces.Replace("$namespace", EndToEndLab.BurnerNamespace, StringComparison.Ordinal))));
    }

    [LabFact]
    public async Task Names_of_pods_and_containers_have_no_empty_parts()
    {
        var board = Dashboard.Load("containers");
        async Task<IEnumerable<string>> Of(string title) =>
            (await AskAsync(Substitute(board.Panel(title).Queries.Single().Expression))).Select(sample => sample.Labels["name"]).Order(StringComparer.Ordinal);

        Assert.Equal(["(none)", "shop/web-1"], await Of("By pod"));
        Assert.Equal(["shop/web-1/burner", "sleeper"], await Of("By container"));
    }

    [LabFact]
    public async Task Every_rule_is_loaded_and_evaluates()
    {
        var rules = await run.Lab.Prometheus.RulesAsync();
        Assert.Equal(10, rules.Count(rule => rule.Alerts));
        Assert.Equal(15, rules.Count(rule => !rule.Alerts));
        Assert.All(rules, rule => Assert.Equal("", rule.Error));
        var recorded = rules.Where(rule => !rule.Alerts).Select(rule => rule.Name);
        Assert.Empty(rules.SelectMany(rule => MetricNames.In(rule.Expression)).Except(MetricNames.Known).Except(recorded));
    }

    [LabFact]
    public async Task Every_recording_rule_returns_data()
    {
        foreach (var rule in (await run.Lab.Prometheus.RulesAsync()).Where(rule => !rule.Alerts)) Assert.Null(await ComplaintAsync(rule.Expression));
    }

    [LabFact]
    public async Task No_alert_fires_while_all_is_well()
    {
        foreach (var rule in (await run.Lab.Prometheus.RulesAsync()).Where(rule => rule.Alerts)) Assert.Empty(await AskAsync(rule.Expression));
    }

    [LabFact]
    public async Task Tenants_are_the_namespace_and_who_has_none()
    {
        var rules = await run.Lab.Prometheus.RulesAsync();
        var tenants = await AskAsync(Assert.Single(rules, rule => rule.Name == "tenant:wattshare_energy_joules:increase1h").Expression);
        Assert.Equal(
            ["container/sleeper", $"namespace/{EndToEndLab.BurnerNamespace}", $"vm/{EndToEndLab.BusyGuestName}", $"vm/{EndToEndLab.IdleGuestName}"],
            tenants.Select(sample => $"{sample.Labels["kind"]}/{sample.Labels["tenant"]}").Order(StringComparer.Ordinal));
    }

    private async Task<string?> ComplaintAsync(string expression)
    {
        try
        {
            var samples = await AskAsync(expression);
            if (samples.Count == 0) return "no data";
            return samples.All(sample => double.IsNaN(sample.Value)) ? "not a number" : null;
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }
    }

    private async Task<double> SumAsync(string expression) => (await AskAsync(Substitute(expression))).Sum(sample => sample.Value);

    private Task<IReadOnlyList<PrometheusSample>> AskAsync(string expression) => run.Lab.Prometheus.QueryAsync(expression, run.EndTime);

    // The windows of the run.
    private string Substitute(string expression) => new GrafanaVariables("20s", "50s", $"127.0.0.1:{run.Lab.Exporter.Port}").Fill(expression);

    // The counters are equal to the microjoule, which the residual shows. Their rates are nearly: rate() extrapolates to the edges of
    // its window, but for a counter that is near 0 not beyond it.
    private static void AssertSame(double whole, double parts)
    {
        Assert.InRange(whole, 1, double.MaxValue);
        Assert.Equal(whole, parts, whole * 1e-3);
    }
}
