using Microsoft.Extensions.Logging;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Tests.Options;

public class EnvironmentTests
{
    [Fact]
    public void Lists_are_separated_by_commas()
    {
        var result = Loading.Environment(("WATTSHARE_WEB_LISTEN_ADDRESS", ":1, [::1]:2"), ("WATTSHARE_SENSORS", "rapl,model"));
        Assert.Empty(result.Faults);
        Assert.Equal([":1", "[::1]:2"], result.Options.Web.ListenAddresses);
        Assert.Equal(["rapl", "model"], result.Options.Sensors);
    }

    [Fact]
    public void Unknown_variables_are_named_and_those_of_others_are_not_looked_at()
    {
        var result = Loading.Environment(
            ("WATTSHARE_SAMPLE_INTERVALL", "1s"), ("WATTSHARE_", "x"), ("WATTSHARE_XYZ", "x"), ("OTHER", "x"), ("wattshare_sensors", "x"), ("WATTSHARE_SERVICE_HOST", "10.0.0.1"));
        Assert.Equal(
            ["unknown environment variable WATTSHARE_", "unknown environment variable WATTSHARE_SAMPLE_INTERVALL; did you mean WATTSHARE_SAMPLE_INTERVAL?",
             "unknown environment variable WATTSHARE_XYZ"],
            result.Faults);
    }

    [Fact]
    public void An_empty_variable_is_one_that_is_not_set()
    {
        var result = Loading.Environment(("WATTSHARE_VMSHARE_PATH", ""), ("WATTSHARE_CONFIG_FILE", ""), ("WATTSHARE_SAMPLE_INTERVAL", ""));
        Assert.Empty(result.Faults);
        Assert.Null(result.Options.VmShare.Path);
        Assert.Equal(TimeSpan.FromSeconds(1), result.Options.Sample.Interval);
    }

    [Fact]
    public void A_bad_value_is_reported_by_the_name_of_the_variable() => Assert.Equal(
        ["WATTSHARE_SAMPLE_INTERVAL: 61s is not between 1ms and 60s"], Loading.Environment(("WATTSHARE_SAMPLE_INTERVAL", "61s")).Faults);

    [Fact]
    public void The_file_can_be_named_by_a_variable()
    {
        var environment = new Dictionary<string, string> { ["WATTSHARE_CONFIG_FILE"] = "/e.yaml" };
        var result = OptionsLoader.Load([], environment, path => ConfigText.Of(path == "/e.yaml" ? "log: {level: warn}" : ""));
        Assert.Empty(result.Faults);
        Assert.Equal(LogLevel.Warning, result.Options.Log.Level);
        Assert.Equal("/e.yaml", result.Options.ConfigFile);
    }
}
