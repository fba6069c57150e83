using Microsoft.Extensions.Logging;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Tests.Options;

public class PrecedenceTests
{
    public static TheoryData<string, bool, bool, bool> Matrix()
    {
        var matrix = new TheoryData<string, bool, bool, bool>();
        foreach (var probe in OptionProbe.All)
        {
            for (var bits = 0; bits < 8; bits++) matrix.Add(probe.Key, (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0);
        }

        return matrix;
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public void Flag_beats_environment_beats_file_beats_default(string key, bool byFlag, bool byEnvironment, bool byFile)
    {
        var probe = OptionProbe.All.Single(probe => probe.Key == key);
        var definition = OptionCatalog.Find(key)!;
        var environment = new Dictionary<string, string>();
        if (byEnvironment) environment[definition.EnvironmentName] = probe.Environment;
        var yaml = definition.Section.Length == 0 ? $"{key}: \"{probe.File}\"" : $"{definition.Section}:\n  {definition.KeyInSection}: \"{probe.File}\"";

        var result = Loading.All(byFlag ? [$"--{key}={probe.Flag}"] : [], environment, byFile ? yaml : "");

        Assert.Empty(result.Faults);
        var expected = byFlag ? probe.Flag : byEnvironment ? probe.Environment : byFile ? probe.File : probe.Default;
        Assert.Equal(expected, probe.Read(result.Options));
    }

    [Fact]
    public void The_matrix_has_every_option() => Assert.Equal(
        OptionCatalog.All.Where(option => option is { InThisVersion: true, InFile: true }).Select(option => option.Key).Order(),
        OptionProbe.All.Select(probe => probe.Key).Order());

    [Fact]
    public void A_flag_beats_the_environment_in_naming_the_file()
    {
        var environment = new Dictionary<string, string> { ["WATTSHARE_CONFIG_FILE"] = "/other" };
        var result = Loading.All([], environment, "log: {level: warn}");
        Assert.Equal(LogLevel.Warning, result.Options.Log.Level);
        Assert.Equal(Loading.FilePath, result.Options.ConfigFile);
    }

    [Fact]
    public void A_list_is_replaced_and_not_extended()
    {
        var environment = new Dictionary<string, string> { ["WATTSHARE_WEB_LISTEN_ADDRESS"] = ":2,:3" };
        Assert.Equal([":1"], Loading.All(["--web.listen-address=:1"], environment, "web: {listen-address: [\":4\", \":5\"]}").Options.Web.ListenAddresses);
        Assert.Equal([":2", ":3"], Loading.All([], environment, "web: {listen-address: [\":4\", \":5\"]}").Options.Web.ListenAddresses);
    }

    [Fact]
    public void A_beaten_value_is_checked_all_the_same()
    {
        var environment = new Dictionary<string, string> { ["WATTSHARE_SAMPLE_INTERVAL"] = "x" };
        var faults = Loading.All(["--sample.interval=1s"], environment, "sample:\n  interval: y").Faults;
        Assert.Equal(
            [
                "WATTSHARE_SAMPLE_INTERVAL: \"x\" is not a duration such as 500ms, 1s or 2m",
                "/etc/w.yaml:2: sample.interval: \"y\" is not a duration such as 500ms, 1s or 2m",
            ],
            faults);
    }
}
