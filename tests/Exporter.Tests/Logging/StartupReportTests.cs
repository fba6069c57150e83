using Microsoft.Extensions.Logging;
using Wattshare.Attribution.Model;
using Wattshare.Exporter.Logging;
using Wattshare.Exporter.Sensors;

namespace Wattshare.Exporter.Tests.Logging;

public class StartupReportTests
{
    private const string Version = "wattshare 1.2.3 (revision abc, .NET 10.0.0)";

    [Fact]
    public void A_host_with_counters_says_what_they_are_and_where_it_answers()
    {
        SensorFinding[] findings =
        [
            Finding("package-0", ReadOutcome.Ok, Component.Cpu),
            Finding("dram-0", ReadOutcome.Ok, Component.Dram),
            Finding("package-1", ReadOutcome.Ok, Component.Cpu),
            Finding("core-0", ReadOutcome.Ok, null),
        ];
        Assert.Equal(
            [
                "wattshare 1.2.3 (revision abc, .NET 10.0.0)",
                "Measured: cpu by rapl package-0, rapl package-1",
                "Measured: dram by rapl dram-0",
                "Listening on http://127.0.0.1:19288",
                "Listening on http://[::1]:19288",
                "Publishing the VM share under /srv/share",
            ],
            Write(findings, ["http://127.0.0.1:19288", "http://[::1]:19288"], "/srv/share"));
    }

    [Fact]
    public void Counters_that_one_step_mends_are_one_line()
    {
        SensorFinding[] findings =
        [
            Finding("package-0", ReadOutcome.Denied, null, "Only root may read it.", "chmod a+r one\nchmod a+r two"),
            Finding("package-1", ReadOutcome.Denied, null, "Only root may read it.", "chmod a+r one\nchmod a+r two"),
            new("model", "", "", ReadOutcome.Ok, MeasurementMethod.Model, Component.Cpu, "10 W idle, 65 W at full load.", ""),
        ];
        Assert.Equal(
            [
                Version,
                "Modelled, not measured: cpu: 10 W idle, 65 W at full load.",
                "Missing: rapl package-0, rapl package-1: Only root may read it. Fix: chmod a+r one; chmod a+r two",
            ],
            Write(findings, [], null));
    }

    [Fact]
    public void A_host_without_anything_says_so()
    {
        SensorFinding[] findings = [new("rapl", "", "/sys/class/powercap", ReadOutcome.Absent, MeasurementMethod.Counter, null, "No powercap.", "")];
        Assert.Equal(
            [Version, "Nothing is measured or modelled; there will be no energy until a sensor appears", "Missing: rapl: No powercap."],
            Write(findings, [], null));
    }

    [Fact]
    public void Many_zones_are_not_many_words()
    {
        var findings = Enumerable.Range(0, 20).Select(zone => Finding($"package-{zone}", ReadOutcome.Ok, Component.Cpu)).ToArray();
        var line = Write(findings, [], null)[1];
        Assert.StartsWith("Measured: cpu by rapl package-0, ", line, StringComparison.Ordinal);
        Assert.EndsWith("rapl package-7 and 12 more", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_from_the_machine_stays_on_its_line() =>
        Assert.Contains("Measured: cpu by rapl a\\u000ab", Write([Finding("a\nb", ReadOutcome.Ok, Component.Cpu)], [], null));

    [Fact]
    public void Every_line_is_info_with_an_id_of_its_own()
    {
        var logger = new ListLogger<StartupReport>();
        new StartupReport(logger).Write(Version, [Finding("p", ReadOutcome.Ok, Component.Cpu), Finding("q", ReadOutcome.Denied, null, "m", "f")], ["a"], "/s");
        Assert.All(logger.Lines, line => Assert.Equal(LogLevel.Information, line.Level));
        Assert.Equal([100, 101, 105, 106, 107], logger.Lines.Select(line => line.Id));
    }

    private static SensorFinding Finding(string zone, ReadOutcome outcome, Component? component, string message = "", string fix = "") =>
        new("rapl", zone, "/sys/" + zone, outcome, MeasurementMethod.Counter, component, message, fix);

    private static string[] Write(SensorFinding[] findings, string[] addresses, string? share)
    {
        var logger = new ListLogger<StartupReport>();
        new StartupReport(logger).Write(Version, findings, addresses, share);
        return [.. logger.Texts];
    }
}
