using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Lab;

[Collection(WholeMachine.Name)]
public sealed class PrometheusLabTests
{
    [LabFact]
    public async Task Prometheus_scrapes_a_listener_and_answers_queries()
    {
        await using var listener = new TextListener("# HELP lab_joules_total Energy.\n# TYPE lab_joules_total counter\nlab_joules_total{zone=\"a\"} 1.5\nlab_joules_total{zone=\"b\"} 2\n");
        await using var prometheus = await PrometheusLab.StartAsync($"127.0.0.1:{listener.Port}");
        await Poll.UntilAsync(async () => (await prometheus.QueryAsync("lab_joules_total")).Count == 2, TimeSpan.FromSeconds(60), () => "a scrape");
        var sum = Assert.Single(await prometheus.QueryAsync("sum(lab_joules_total)"));
        Assert.Equal(3.5, sum.Value);
        var one = Assert.Single(await prometheus.QueryAsync("lab_joules_total == 2"));
        Assert.Equal("b", one.Labels["zone"]);
        Assert.Equal(7, Assert.Single(await prometheus.QueryAsync("scalar(vector(7))")).Value);
        await Assert.ThrowsAsync<InvalidOperationException>(() => prometheus.QueryAsync("sum("));
    }

    [LabFact]
    public async Task Promtool_passes_a_clean_text_and_finds_faults()
    {
        var clean = await PrometheusLab.CheckMetricsAsync("# HELP lab_joules_total Energy.\n# TYPE lab_joules_total counter\nlab_joules_total 1\n");
        Assert.Equal(new(0, "", ""), clean);
        var noHelp = await PrometheusLab.CheckMetricsAsync("# TYPE lab_joules_total counter\nlab_joules_total 1\n");
        Assert.NotEqual(0, noHelp.ExitCode);
        Assert.Contains("no help text", noHelp.Errors, StringComparison.Ordinal);
        var broken = await PrometheusLab.CheckMetricsAsync("lab_joules_total{ 1\n");
        Assert.NotEqual(0, broken.ExitCode);
    }
}
