using Wattshare.Attribution.Uncertainty;

namespace Wattshare.Exporter.Tests.Options;

public class OptionValueTests
{
    [Theory]
    [InlineData("web.listen-address", "19288", "'19288' has no port: write ADDRESS:PORT, or :PORT for all interfaces")]
    [InlineData("web.listen-address", ":1,:1", ":1 is given twice")]
    [InlineData("web.listen-address", ":1,,:2", "the value is empty")]
    [InlineData("web.telemetry-path", "metrics", "'metrics' must begin with a slash")]
    [InlineData("web.telemetry-path", "/me trics", "'/me trics' may hold only letters, digits, slashes and the characters - . _ ~")]
    [InlineData("web.telemetry-path", "/m?x", "'/m?x' may hold only letters, digits, slashes and the characters - . _ ~")]
    [InlineData("web.telemetry-path", "/", "'/' is taken by another page of the exporter")]
    [InlineData("web.telemetry-path", "/-/healthy", "'/-/healthy' is taken by another page of the exporter")]
    [InlineData("web.telemetry-path", "/api/v1/snapshot", "'/api/v1/snapshot' is taken by another page of the exporter")]
    [InlineData("web.telemetry-path", "/API/v1/history", "'/API/v1/history' is taken by another page of the exporter")]
    [InlineData("path.procfs", "/a\0b", "\"/a\\u0000b\" is not a path")]
    [InlineData("path.procfs", " ", "the value is empty")]
    [InlineData("sample.interval", "0ms", "0ms is not between 1ms and 60s")]
    [InlineData("sample.interval", "60001ms", "60001ms is not between 1ms and 60s")]
    [InlineData("sample.interval", "1", "\"1\" is not a duration such as 500ms, 1s or 2m")]
    [InlineData("sensors", "nvml", "nvml is not in this version; use auto, rapl, perf, hwmon, model, share")]
    [InlineData("sensors", "bmc", "bmc is not in this version; use auto, rapl, perf, hwmon, model, share")]
    [InlineData("sensors", "RAPL", "\"RAPL\" is not one of auto, rapl, perf, hwmon, model, share")]
    [InlineData("sensors", "rapl,rapl", "rapl is named twice")]
    [InlineData("sensors", "auto,rapl", "auto stands alone; it cannot be combined with other sensors")]
    [InlineData("sensors", "model,rapl", "model must be the last: it stands in where no counter can be read")]
    [InlineData("sensors", "share", "share is a sensor of wattshare guest, not of wattshare serve")]
    [InlineData("model.cpu-watts", "10", "'10' is not idle and full-load watts such as 10,65")]
    [InlineData("model.cpu-watts", "10,65,70", "'10,65,70' is not idle and full-load watts such as 10,65")]
    [InlineData("model.cpu-watts", "-1,65", "'-1,65' is not idle and full-load watts such as 10,65")]
    [InlineData("model.cpu-watts", "65,10", "'65,10' has more watts idle than at full load")]
    [InlineData("model.cpu-watts", "0,0", "'0,0' is out of range: watts are above 0 and at most 10000")]
    [InlineData("usage.source", "ebpf", "\"ebpf\" is not one of auto, bpf, procfs")]
    [InlineData("kubernetes.labels", "yes", "\"yes\" is not one of auto, api, kubelet, files, off")]
    [InlineData("kubernetes.node", "Node_1", "\"Node_1\" is not the name of a node: small letters, digits, dashes and dots")]
    [InlineData("attribution.idle", "none", "\"none\" is not one of separate, reserved, proportional")]
    [InlineData("attribution.idle", "Reserved", "\"Reserved\" is not one of separate, reserved, proportional")]
    [InlineData("attribution.idle-watts", "42W", "\"42W\" is not watts such as 42 or 42.5")]
    [InlineData("attribution.idle-watts", "-1", "\"-1\" is not watts such as 42 or 42.5")]
    [InlineData("uncertainty.percent", "3", "\"3\" is not a name and percent such as package=3")]
    [InlineData("uncertainty.percent", "package=", "\"package=\" is not between 0 and 100 percent")]
    [InlineData("uncertainty.percent", "package=-1", "\"package=-1\" is not between 0 and 100 percent")]
    [InlineData("uncertainty.percent", "dram=100.1", "\"dram=100.1\" is not between 0 and 100 percent")]
    [InlineData("uncertainty.percent", "dram=NaN", "\"dram=NaN\" is not between 0 and 100 percent")]
    [InlineData("uncertainty.percent", "moon=3", "\"moon\" is not one of package, package-estimated, dram, platform, gpu, integrated, model, model-guessed, vm-share, share, idle-floor")]
    [InlineData("uncertainty.percent", "dram=3,dram=4", "dram is given twice")]
    [InlineData("uncertainty.update", "1", "\"1\" is not a duration such as 1ms or 1s")]
    [InlineData("uncertainty.update", "61s", "61s is not between 1ms and 60s")]
    [InlineData("metrics.processes", "-1", "\"-1\" is not a number of processes, 0 or all")]
    [InlineData("metrics.processes", "99999999999", "\"99999999999\" is not a number of processes, 0 or all")]
    [InlineData("metrics.processes", "none", "\"none\" is not a number of processes, 0 or all")]
    [InlineData("metrics.compat", "kepler", "is not in this version")]
    [InlineData("log.level", "verbose", "\"verbose\" is not one of trace, debug, info, warn, error")]
    [InlineData("log.format", "xml", "\"xml\" is not one of text, json, systemd")]
    public void A_bad_value_is_refused_with_what_would_be_good(string key, string value, string fault) =>
        Assert.Equal([$"--{key}: {fault}"], Loading.Flags($"--{key}", value).Faults);

    [Fact]
    public void Each_uncertainty_has_a_name_and_the_rest_keeps_its_default()
    {
        var names = new[] { "package", "package-estimated", "dram", "platform", "gpu", "integrated", "model", "model-guessed", "vm-share", "share", "idle-floor" };
        var all = Loading.Flags([.. names.Select((name, i) => $"--uncertainty.percent={name}={i + 1}.5")]).Options.Uncertainty;
        Assert.Equal(
            [0.015, 0.025, 0.035, 0.045, 0.055, 0.065, 0.075, 0.085, 0.095, 0.105, 0.115],
            new[] { all.Package, all.EstimatedPackage, all.Dram, all.Platform, all.Gpu, all.Integrated, all.Model, all.GuessedModel, all.VmShare, all.ShareModel, all.IdleFloor });
        Assert.Equal(new UncertaintyRules { Package = 0, Model = 1 }, Loading.Flags("--uncertainty.percent", "package=0,model=100").Options.Uncertainty);
        var both = Loading.Flags("--uncertainty.update=10ms", "--uncertainty.percent=dram=1").Options.Uncertainty;
        Assert.Equal(new UncertaintyRules { UpdateNanoseconds = 10_000_000, Dram = 0.01 }, both);
    }

    [Fact]
    public void Repeated_flags_make_a_list()
    {
        var result = Loading.Flags("--web.listen-address", ":1", "--web.listen-address=:2,:3", "--sensors=model");
        Assert.Empty(result.Faults);
        Assert.Equal([":1", ":2", ":3"], result.Options.Web.ListenAddresses);
        Assert.Equal(["model"], result.Options.Sensors);
    }

    [Fact]
    public void A_guest_reads_the_share_from_its_usual_place()
    {
        var options = Loading.Flags("guest").Options;
        Assert.Equal(["share"], options.Sensors);
        Assert.Equal("/var/lib/wattshare", options.VmShare.Path);
        Assert.Equal(["share"], Loading.Flags("guest", "--sensors=auto").Options.Sensors);
        Assert.Equal(["share", "model"], Loading.Flags("guest", "--sensors=share,model").Options.Sensors);
    }

    [Fact]
    public void A_check_of_the_share_needs_to_know_where_it_is()
    {
        Assert.Equal(
            ["--sensors: share needs --vmshare.path, the directory to read from"], Loading.Flags("check", "--sensors=share").Faults);
        Assert.Empty(Loading.Flags("check", "--sensors=share", "--vmshare.path=/x").Faults);
    }

    [Theory]
    [InlineData("1ms", 1)]
    [InlineData("60s", 60_000)]
    [InlineData("1m", 60_000)]
    public void The_bounds_of_the_interval_belong_to_it(string text, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Loading.Flags("--sample.interval", text).Options.Sample.Interval);

    [Fact]
    public void Idle_watts_are_kept_as_integer_microwatts() =>
        Assert.Equal(42_500_000, Loading.Flags("--attribution.idle-watts=42.5").Options.Attribution.IdleMicrowatts);
}
