namespace Wattshare.Integration.Dashboards;

/// <summary>A check for unknown names is only as good as what it finds.</summary>
public sealed class MetricNamesTests
{
    [Theory]
    [InlineData("up", "up")]
    [InlineData("sum(rate(a_total{x=\"b{c\", y!~\"d(\"}[5m])) by (job)", "a_total")]
    [InlineData("sum by (job, e) (f) / on (g) group_left (h) i unless on (j) k", "f i k")]
    [InlineData("a * on (b) group_left c", "a c")]
    [InlineData("l:m:n offset 5m > bool 1e3 and -Inf * o", "l:m:n o")]
    [InlineData("label_replace(p, \"q\", \"$1\", \"r\", \"(.*)\") or vector(0)", "p")]
    [InlineData("min_over_time((s > 0)[1m:5s])", "s")]
    public void Names_of_an_expression_are_its_metrics(string expression, string names) =>
        Assert.Equal(names.Split(' '), MetricNames.In(expression));

    [Fact]
    public void Known_are_the_names_of_samples_and_not_of_families()
    {
        Assert.Contains("wattshare_host_energy_joules_total", MetricNames.Known);
        Assert.Contains("wattshare_sample_duration_seconds_bucket", MetricNames.Known);
        Assert.DoesNotContain("wattshare_sample_duration_seconds", MetricNames.Known);
    }
}
