using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Tests.Options;

public class OptionCatalogTests
{
    [Theory]
    [InlineData("web.listen-address", "--web.listen-address", "WATTSHARE_WEB_LISTEN_ADDRESS", "web", "listen-address")]
    [InlineData("web.config.file", "--web.config.file", "WATTSHARE_WEB_CONFIG_FILE", "web", "config.file")]
    [InlineData("sensors", "--sensors", "WATTSHARE_SENSORS", "", "sensors")]
    public void All_names_follow_from_the_key(string key, string flag, string variable, string section, string keyInSection)
    {
        var option = OptionCatalog.Find(key)!;
        Assert.Equal((flag, variable, section, keyInSection), (option.Flag, option.EnvironmentName, option.Section, option.KeyInSection));
    }

    [Fact]
    public void The_catalog_has_the_options_of_the_contract() => Assert.Equal(
        [
            "attribution.idle", "attribution.idle-watts", "config.file", "explain", "kubernetes.labels", "kubernetes.node", "log.format", "log.level", "metrics.compat", "metrics.processes",
            "model.cpu-watts", "path.procfs", "path.rootfs", "path.sysfs", "sample.interval", "sensors", "uncertainty.percent", "uncertainty.update",
            "usage.source", "vmshare.path", "web.config.file", "web.listen-address", "web.telemetry-path",
        ],
        OptionCatalog.All.Select(option => option.Key).Order(StringComparer.Ordinal));

    [Fact]
    public void Names_are_unique_in_every_source()
    {
        Assert.Distinct(OptionCatalog.All.Select(option => option.Key));
        Assert.Distinct(OptionCatalog.All.Select(option => option.EnvironmentName));
        Assert.DoesNotContain(OptionCatalog.All, option => option.Section.Length == 0 && OptionCatalog.All.Any(other => other.Section == option.Key));
    }

    [Theory]
    [InlineData("Serve")]
    [InlineData("Guest")]
    [InlineData("Check")]
    public void Every_default_is_a_value_that_would_be_accepted(string command)
    {
        var kind = Enum.Parse<CommandKind>(command);
        var byFlag = new List<string> { CommandCatalog.Of(kind).Name };
        foreach (var option in OptionCatalog.All)
        {
            if (option.DefaultFor(kind) is { } text) byFlag.Add($"{option.Flag}={text}");
        }

        var given = Loading.Flags([.. byFlag]);
        Assert.Empty(given.Faults);
        var defaults = OptionsLoader.Defaults(kind);
        foreach (var probe in OptionProbe.All) Assert.Equal(probe.Read(defaults), probe.Read(given.Options));
    }
}
