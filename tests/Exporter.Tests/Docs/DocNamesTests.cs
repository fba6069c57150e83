using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Docs;

/// <summary>Names on the pages are names of the program.</summary>
public sealed class DocNamesTests
{
    /// <summary>A variable of the test scripts.</summary>
    private const string OfTests = "WATTSHARE_UPDATE_GOLDEN";

    public static TheoryData<string> Pages => [.. DocPage.All.Select(page => page.Name)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_metric_is_in_the_catalogue(string name) => Assert.Empty(DocNames.UnknownMetrics(DocPage.Of(name).Text));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_label_is_one_of_its_metric(string name) => Assert.Empty(DocNames.UnknownLabels(DocPage.Of(name).Text));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_option_is_in_the_catalogue(string name) => Assert.Empty(DocNames.UnknownOptions(DocPage.Of(name)));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_variable_is_in_the_catalogue(string name) =>
        Assert.Empty(DocNames.UnknownVariables(DocPage.Of(name).Text.Replace(OfTests, "", StringComparison.Ordinal)));

    [Theory]
    [InlineData("`wattshare_host_energy_joules` is none", "wattshare_host_energy_joules")]
    [InlineData("sum(rate(wattshare_nothing_total[5m]))", "wattshare_nothing_total")]
    [InlineData("tenant:wattshare_energy_joules:increase2h", "tenant:wattshare_energy_joules:increase2h")]
    [InlineData("all of `wattshare_sensors_*`", "wattshare_sensors_")]
    public void A_metric_that_is_not_there_is_found_out(string text, string name) => Assert.Equal([name], DocNames.UnknownMetrics(text));

    [Theory]
    [InlineData("wattshare_sample_duration_seconds_bucket, wattshare_sensor_*, wattshare_(vm|host)_x, wattshare_0.1.0_amd64.deb")]
    [InlineData("`tenant:wattshare_energy_joules:increase1h`, `...:increase1d`, wattshare_host_power_watts{component=\"wattshare_x\"}", 1)]
    public void What_is_a_metric_or_looks_like_none_is_left_alone(string text, int unknown = 0) => Assert.Equal(unknown, DocNames.UnknownMetrics(text).Count());

    [Theory]
    [InlineData("wattshare_vm_power_watts{name=\"x\"}", "wattshare_vm_power_watts{name}")]
    [InlineData("wattshare_vm_power_watts{vm=\"name=x\",uuid!~\"a\", zone}", "wattshare_vm_power_watts{zone}")]
    public void A_label_that_is_not_there_is_found_out(string text, string label) => Assert.Equal([label], DocNames.UnknownLabels(text));

    [Theory]
    [InlineData("say `--sample.intervall=1s`", "--sample.intervall")]
    [InlineData("`wattshare check --explains web`", "--explains")]
    [InlineData("```sh\nsudo -u wattshare /usr/bin/wattshare guest --sensor=share # no --x\n```\n", "--sensor")]
    public void An_option_that_is_not_there_is_found_out(string text, string flag) =>
        Assert.Equal(flag, DocNames.UnknownOptions(new DocPage("", text)).First());

    [Fact]
    public void Options_of_other_programs_are_left_alone() => Assert.Empty(DocNames.UnknownOptions(
        new DocPage("", "`helm install wattshare deploy --namespace x`, `docker run --pid=host`, `wattshare top --help`, `--host.sysfs`")));

    [Fact]
    public void A_variable_that_is_not_there_is_found_out() =>
        Assert.Equal(["WATTSHARE_LOG_LEVELS"], DocNames.UnknownVariables("WATTSHARE_LOG_LEVELS=x WATTSHARE_LOG_LEVEL=x WATTSHARE_..."));
}
