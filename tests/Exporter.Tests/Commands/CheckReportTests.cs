using Wattshare.Attribution.Model;
using Wattshare.Exporter.Commands;
using Wattshare.Exporter.Sensors;

namespace Wattshare.Exporter.Tests.Commands;

public class CheckReportTests
{
    private const string Fix = "echo 'SUBSYSTEM==\"powercap\"' > /etc/udev/rules.d/60-powercap.rules\nudevadm trigger";

    [Fact]
    public void A_host_with_counters()
    {
        SensorFinding[] findings =
        [
            Rapl("package-0", "intel-rapl:0", ReadOutcome.Ok, Component.Cpu, "The whole package of socket 0."),
            Rapl("core-0", "intel-rapl:0:0", ReadOutcome.Ok, null, "Is inside package-0."),
            Rapl("dram-0", "intel-rapl:0:1", ReadOutcome.Ok, Component.Dram, "Memory of socket 0."),
            new("model", "", "", ReadOutcome.Ok, MeasurementMethod.Model, null, "Not needed.", ""),
        ];
        CheckFact[] facts = [new(CheckLevel.Ok, "cgroups", "version 2"), .. HostFacts.Found(312, 1, 0)];
        Assert.Equal(
            """
            Energy
              measured     rapl   package-0  cpu   counter  /sys/class/powercap/intel-rapl:0
                  The whole package of socket 0.
              not counted  rapl   core-0     -     counter  /sys/class/powercap/intel-rapl:0:0
                  Is inside package-0.
              measured     rapl   dram-0     dram  counter  /sys/class/powercap/intel-rapl:0:1
                  Memory of socket 0.
              not counted  model  -          -     model    -
                  Not needed.

            Host
              ok  cgroups     version 2
              ok  processes   312 processes found
              ok  containers  1 container found
              ok  VMs         0 virtual machines found

            Measured by hardware: cpu, dram.

            """,
            CheckReport.Render(new CheckInput(findings, facts)));
    }

    [Fact]
    public void A_host_that_refuses_its_counters()
    {
        SensorFinding[] findings =
        [
            Rapl("package-0", "intel-rapl:0", ReadOutcome.Denied, null, "Only root may read it (CVE-2020-8694).", Fix),
            Rapl("dram-0", "intel-rapl:0:1", ReadOutcome.Garbage, null, "The counter is not a number."),
            Rapl("psys", "intel-rapl:1", ReadOutcome.Failed, null, "Reading failed: EIO."),
            new("model", "cpu", "", ReadOutcome.Ok, MeasurementMethod.Model, Component.Cpu, "10 W idle, 65 W at full load.", ""),
        ];
        CheckFact[] facts =
        [
            new(CheckLevel.Warning, "procfs", "/proc is mounted with hidepid=2", "mount -o remount,hidepid=0 /proc"),
            new(CheckLevel.Note, "docker", "no engine socket found"),
        ];
        Assert.Equal(
            """
            Energy
              refused   rapl   package-0  -    counter  /sys/class/powercap/intel-rapl:0
                  Only root may read it (CVE-2020-8694).
                  fix: echo 'SUBSYSTEM=="powercap"' > /etc/udev/rules.d/60-powercap.rules
                  fix: udevadm trigger
              garbage   rapl   dram-0     -    counter  /sys/class/powercap/intel-rapl:0:1
                  The counter is not a number.
              failed    rapl   psys       -    counter  /sys/class/powercap/intel-rapl:1
                  Reading failed: EIO.
              modelled  model  cpu        cpu  model    -
                  10 W idle, 65 W at full load.

            Host
              warning  procfs  /proc is mounted with hidepid=2
                  fix: mount -o remount,hidepid=0 /proc
              note     docker  no engine socket found

            No counter is readable. Only modelled, not measured: cpu.

            """,
            CheckReport.Render(new CheckInput(findings, facts)));
    }

    [Fact]
    public void A_host_with_nothing_at_all() => Assert.Equal(
        "Energy\n  no sensor was asked\n\nHost\n\nNothing can be measured here, and there is no model to fall back to.\n",
        CheckReport.Render(new CheckInput([], [])));

    [Fact]
    public void Text_from_the_machine_breaks_neither_lines_nor_the_terminal()
    {
        var report = CheckReport.Render(new CheckInput([Rapl("a\nb\u001b[2J", "x", ReadOutcome.Ok, Component.Cpu, "m\rn")], [new(CheckLevel.Ok, "s\t", "t\u0007")]));
        Assert.DoesNotContain(report, letter => letter != '\n' && char.IsControl(letter));
        Assert.Contains("a\\u000ab\\u001b[2J", report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("counter", "Measured by hardware: platform.", true)]
    [InlineData("integrated", "Measured by hardware: platform.", true)]
    [InlineData("model", "No counter is readable. Only modelled, not measured: platform.", false)]
    public void The_verdict_depends_on_how_energy_is_come_by(string method, string sentence, bool hasCounter)
    {
        var verdict = CheckVerdict.Of(
            [new SensorFinding("s", "z", "", ReadOutcome.Ok, Enum.Parse<MeasurementMethod>(method, ignoreCase: true), Component.Platform, "", "")]);
        Assert.Equal((sentence, hasCounter), (verdict.Sentence(), verdict.HasCounter));
    }

    [Fact]
    public void What_is_measured_and_modelled_is_measured()
    {
        SensorFinding[] findings =
        [
            Rapl("package-0", "x", ReadOutcome.Ok, Component.Cpu, ""),
            new("model", "cpu", "", ReadOutcome.Ok, MeasurementMethod.Model, Component.Cpu, "", ""),
            new("model", "dram", "", ReadOutcome.Ok, MeasurementMethod.Model, Component.Dram, "", ""),
        ];
        Assert.Equal("Measured by hardware: cpu. Only modelled: dram.", CheckVerdict.Of(findings).Sentence());
    }

    [Fact]
    public void A_counter_that_is_not_counted_is_no_measurement() =>
        Assert.False(CheckVerdict.Of([Rapl("core-0", "x", ReadOutcome.Ok, null, "")]).HasCounter);

    private static SensorFinding Rapl(string zone, string folder, ReadOutcome outcome, Component? component, string message, string fix = "") =>
        new("rapl", zone, "/sys/class/powercap/" + folder, outcome, MeasurementMethod.Counter, component, message, fix);
}
