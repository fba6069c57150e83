namespace Wattshare.Integration.EndToEnd;

/// <summary>The identity as users ask for it. The run is over when these are asked, but Prometheus remembers it.</summary>
/// <param name="run">The run.</param>
[Collection(EndToEndCollection.Name)]
public sealed class PrometheusTests(EndToEndRun run)
{
    private const string Window = "[50s:1s]";

    [LabFact]
    public Task Identity_of_components_holds_at_every_second() => AssertAlwaysAsync(
        Sum("host"),
        Plus(Sum("idle"), Sum("unattributed"), Sum("system"), Sum("vm"), Sum("container")));

    [LabFact]
    public Task Identity_of_processes_holds_at_every_second() => AssertAlwaysAsync(
        Plus(Sum("process"), Sum("process_other")),
        Plus(Sum("system"), Sum("vm", "mode=\"active\""), Sum("container", "mode=\"active\"")));

    [LabFact]
    public async Task Every_scrape_was_taken() =>
        Assert.Equal(1, Assert.Single(await run.Lab.Prometheus.QueryAsync("min(min_over_time(up[50s]))")).Value);

    // Prometheus keeps float64, in which a sum of joules is not exact: the last bits depend on the order. The energies of a run of
    // minutes stay below 10^11 microjoules and their sums within 10^-3 of one, so that rounding to microjoules gives back the
    // integers that the exporter printed, and these are compared with equality.
    private async Task AssertAlwaysAsync(string left, string right)
    {
        var question = $"round(1e6 * ({left})) == bool round(1e6 * ({right}))";
        var held = Assert.Single(await run.Lab.Prometheus.QueryAsync($"min_over_time(({question}){Window})"));
        Assert.Equal("cpu", held.Labels["component"]);
        Assert.Equal(1, held.Value);
        var asked = Assert.Single(await run.Lab.Prometheus.QueryAsync($"count_over_time(({question}){Window})"));
        Assert.InRange(asked.Value, 45, 51);
    }

    // A part that nobody ever had has no series; for a sum it is 0.
    private static string Sum(string what, string labels = "") =>
        $"(sum by (component) (wattshare_{what}_energy_joules_total{{{labels}}}) or sum by (component) (0 * wattshare_host_energy_joules_total))";

    private static string Plus(params string[] parts) => string.Join(" + ", parts);
}
