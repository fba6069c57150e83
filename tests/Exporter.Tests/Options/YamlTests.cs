using FsCheck;
using FsCheck.Fluent;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Tests.Options;

public class YamlTests
{
    [Fact]
    public void Sections_lists_and_scalars_are_read()
    {
        var result = Loading.Yaml(
            """
            # A comment.
            web:
              listen-address: [":1", "127.0.0.1:2"]
              telemetry-path: /m
            sensors:
              - rapl
              - model
            sample: {interval: 250ms}
            model:
              cpu-watts: 10,65
            vmshare:
              path: "/srv/größe"
            """);
        Assert.Empty(result.Faults);
        Assert.Equal([":1", "127.0.0.1:2"], result.Options.Web.ListenAddresses);
        Assert.Equal("/m", result.Options.Web.TelemetryPath);
        Assert.Equal(["rapl", "model"], result.Options.Sensors);
        Assert.Equal(TimeSpan.FromMilliseconds(250), result.Options.Sample.Interval);
        Assert.Equal((10m, 65m), (result.Options.Model.Parameters!.IdleWatts, result.Options.Model.Parameters.MaxWatts));
        Assert.Equal("/srv/größe", result.Options.VmShare.Path);
    }

    [Theory]
    [InlineData("web:\n  listen-address: :19288", ":19288")]
    [InlineData("web:\n  listen-address: :1,:2", ":1|:2")]
    public void A_scalar_serves_for_a_list(string yaml, string expected) =>
        Assert.Equal(expected.Split('|'), Loading.Yaml(yaml).Options.Web.ListenAddresses);

    [Theory]
    [InlineData("")]
    [InlineData("\n\n# nothing\n")]
    [InlineData("---\n...\n")]
    [InlineData("~")]
    [InlineData("{}")]
    [InlineData("web:\n")]
    public void A_file_may_be_empty(string yaml) => Assert.Empty(Loading.Yaml(yaml).Faults);

    [Theory]
    [InlineData("web:\n  lisen-address: x", "2: unknown key web.lisen-address; did you mean web.listen-address?")]
    [InlineData("web:\n  lisen: x", "2: unknown key web.lisen; did you mean web.listen-address?")]
    [InlineData("\nwbe:\n  listen-address: x", "2: unknown key wbe; did you mean web?")]
    [InlineData("zzzzzzzzzz: 1", "1: unknown key zzzzzzzzzz")]
    [InlineData("web.listen-address: :1", "1: unknown key web.listen-address; write it as web: with listen-address: below it")]
    [InlineData("config:\n  file: /x", "1: unknown key config")]
    [InlineData("config.file: /x", "1: unknown key config.file")]
    [InlineData("\"a\\nb\": 1", "1: unknown key a\\u000ab; did you mean web?")]
    [InlineData("sample:\n  interval: 1s\n  interval: 2s", "3: sample.interval is given twice, first on line 2")]
    [InlineData("web:\nlog:\nweb: {telemetry-path: /x}", "3: web is given twice, first on line 1")]
    [InlineData("sensors: rapl\nsensors: {a: [b, {c: d}]}", "2: sensors is given twice, first on line 1")]
    [InlineData("web: 1", "1: web is a section and needs keys below it: listen-address, telemetry-path, config.file")]
    [InlineData("log: [a, b]", "1: log is a section and needs keys below it: level, format")]
    [InlineData("sample:\n  interval: [1s, 2s]", "2: sample.interval takes one value, not a list")]
    [InlineData("sample:\n  interval:\n    x: 1", "2: sample.interval needs a value, not keys below it")]
    [InlineData("sample:\n  interval:", "2: sample.interval has no value")]
    [InlineData("sample:\n  interval: ~", "2: sample.interval has no value")]
    [InlineData("sensors: []", "1: sensors has no value")]
    [InlineData("sensors: [rapl, ]\nweb: {listen-address: [null]}", "2: web.listen-address has no value")]
    [InlineData("sensors: [rapl, [model]]", "1: sensors takes a list of plain values")]
    [InlineData("sensors: {rapl: 1}", "1: sensors needs a value, not keys below it")]
    [InlineData("sample:\n  interval: 5x", "2: sample.interval: \"5x\" is not a duration such as 500ms, 1s or 2m")]
    [InlineData("sample:\n  interval: ''", "2: sample.interval: the value is empty")]
    [InlineData("metrics:\n  compat: kepler", "2: metrics.compat: is not in this version")]
    [InlineData("hello", "1: the file must consist of keys such as web: or log:")]
    [InlineData("- a\n- b", "1: the file must consist of keys such as web: or log:")]
    [InlineData("? [a]\n: b", "1: a key must be a plain word")]
    [InlineData("sensors: rapl\n---\nsensors: model", "2: a second YAML document; only one is allowed")]
    [InlineData("log: &x {level: info}\nsample: {interval: *x}", "2: sample.interval: YAML aliases are not supported")]
    [InlineData("log: &x {level: info}\nweb: *x", "2: web is a section and needs keys below it: listen-address, telemetry-path, config.file")]
    public void A_fault_has_its_line_and_its_name(string yaml, string fault) =>
        Assert.Equal([$"{Loading.FilePath}:{fault}"], Loading.Yaml(yaml).Faults);

    [Theory]
    [InlineData("web: [", 2)]
    [InlineData("web: 'x", 1)]
    [InlineData("log:\n  level: info\n bad", 3)]
    [InlineData("%YAML 9", 1)]
    [InlineData("<<< not: yaml: at all", 1)]
    public void What_is_no_yaml_is_one_fault_with_its_line(string yaml, int line)
    {
        var fault = Assert.Single(Loading.Yaml(yaml).Faults, fault => fault.Contains("not valid YAML", StringComparison.Ordinal));
        Assert.StartsWith($"{Loading.FilePath}:{line}: not valid YAML: ", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_binary_file_is_said_to_be_one() =>
        Assert.Equal([$"{Loading.FilePath}: is not text, it has a NUL in it"], Loading.Yaml("web:\0\0").Faults);

    [Fact]
    public void All_faults_of_a_file_are_reported()
    {
        var faults = Loading.Yaml("webb:\n  x: 1\nlog:\n  level: loud\n  colour: red\nsample:\n  interval: 2h\n").Faults;
        Assert.Equal(
            [
                "/etc/w.yaml:1: unknown key webb; did you mean web?",
                "/etc/w.yaml:5: unknown key log.colour; did you mean log.format?",
                "/etc/w.yaml:4: log.level: \"loud\" is not one of trace, debug, info, warn, error",
                "/etc/w.yaml:7: sample.interval: 2h is not between 1ms and 60s",
            ],
            faults);
    }

    [Fact]
    public void Ten_thousand_levels_of_nesting_are_no_crash() =>
        Assert.NotEmpty(Loading.Yaml("web: " + new string('[', 10_000)).Faults);

    [Fact]
    public void No_text_makes_the_reader_throw()
    {
        var pieces = Gen.Elements(
            "web:", "log:", " ", "\n", "  ", "level:", "info", "- ", "[", "]", "{", "}", ",", "'", "\"", "&a", "*a", "!!", "|", ">", "? ", ": ", "#", "---", "...", "%", "\t", "\u0085", "\ud83d", "~", "<<:", "@", "`");
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5_000), Prop.ForAll(
            pieces.ListOf().Select(list => string.Concat(list)).ToArbitrary(),
            text =>
            {
                var readings = YamlSource.Read("f", text);
                return readings.Faults.All(fault => !fault.Contains('\n', StringComparison.Ordinal));
            }));
    }
}
