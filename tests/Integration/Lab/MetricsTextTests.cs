using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Lab;

public sealed class MetricsTextTests
{
    private const string Head = "# HELP a_total Help.\n# TYPE a_total counter\n";

    [Fact]
    public void Labels_are_unescaped_and_values_are_exact()
    {
        var metrics = MetricsText.Parse(Head + """
            a_total{name="x\\y\"z\n,}{",other=""} 123456789012.000001
            a_total 0.1

            """);
        Assert.Equal("x\\y\"z\n,}{", metrics.Samples[0]["name"]);
        Assert.Equal(123456789012.100001m, metrics.Sum("a_total"));
        Assert.Equal(0.1m, metrics.One("a_total", ("name", "")).Value);
    }

    [Theory]
    [InlineData("a_total 1\n", "outside its family")]
    [InlineData(Head + "a_total 1", "newline")]
    [InlineData(Head + "a_total 1\n\n", "neither")]
    [InlineData(Head + "a_total 1\na_total 1\n", "was there already")]
    [InlineData(Head + "a_total{x=\"1\",y=\"2\"} 1\na_total{y=\"2\",x=\"1\"} 1\n", "was there already")]
    [InlineData(Head + "a_total{x=\"1\",x=\"2\"} 1\n", "label x twice")]
    [InlineData(Head + "a_total{x=\"1\\q\"} 1\n", "neither")]
    [InlineData(Head + "a_total{x=\"1} 1\n", "neither")]
    [InlineData(Head + "a_total Infinity\n", "no number")]
    [InlineData(Head + "a_total 1 \n", "neither")]
    [InlineData(Head + "b_total 1\n", "outside its family")]
    [InlineData("# TYPE a_total counter\na_total 1\n", "without HELP")]
    [InlineData(Head + "a_total 1\n# HELP b b\n# TYPE b gauge\nb 1\n# HELP a_total Help.\n", "two pieces")]
    [InlineData(Head + "# TYPE a_total counter\n", "second TYPE")]
    [InlineData("# HELP a_total Help.\n# TYPE a_total number\na_total 1\n", "no type")]
    public void Text_that_breaks_a_rule_is_refused(string text, string message)
    {
        var fault = Assert.Throws<FormatException>(() => MetricsText.Parse(text));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Identity_is_checked_to_the_microjoule_for_each_component()
    {
        Assert.Empty(EnergyIdentity.Violations(MetricsText.Parse(Host("10.000001"))));
        var violation = Assert.Single(EnergyIdentity.Violations(MetricsText.Parse(Host("10.000002"))));
        Assert.Contains("cpu: host 10.000002 J is not", violation, StringComparison.Ordinal);
    }

    private static string Host(string joules) => $$"""
        # HELP wattshare_host_energy_joules_total h
        # TYPE wattshare_host_energy_joules_total counter
        wattshare_host_energy_joules_total{component="cpu"} {{joules}}
        # HELP wattshare_idle_energy_joules_total h
        # TYPE wattshare_idle_energy_joules_total counter
        wattshare_idle_energy_joules_total{component="cpu"} 4
        # HELP wattshare_system_energy_joules_total h
        # TYPE wattshare_system_energy_joules_total counter
        wattshare_system_energy_joules_total{component="cpu"} 1.000001
        # HELP wattshare_vm_energy_joules_total h
        # TYPE wattshare_vm_energy_joules_total counter
        wattshare_vm_energy_joules_total{vm="a",component="cpu",mode="active"} 2
        wattshare_vm_energy_joules_total{vm="a",component="cpu",mode="idle"} 3
        # HELP wattshare_process_energy_joules_total h
        # TYPE wattshare_process_energy_joules_total counter
        wattshare_process_energy_joules_total{pid="1",component="cpu"} 3
        # HELP wattshare_process_other_energy_joules_total h
        # TYPE wattshare_process_other_energy_joules_total counter
        wattshare_process_other_energy_joules_total{component="cpu"} 0.000001

        """;
}
