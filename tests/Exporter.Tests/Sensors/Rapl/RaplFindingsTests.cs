using Wattshare.Attribution.Model;
using Wattshare.Exporter.Sensors;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Sensors.Rapl;

/// <summary>What an operator is told, word for word.</summary>
public sealed class RaplFindingsTests
{
    private const string LoadModule =
        "modprobe intel_rapl_msr (it serves AMD too), at every boot: echo intel_rapl_msr > /etc/modules-load.d/intel_rapl_msr.conf";

    [Fact]
    public void Every_zone_is_explained()
    {
        using var rig = new RaplRig("mmio-duplicate");
        Assert.Equal(
            [
                "package-0: Energy counter, counted as cpu.",
                "package-0-core: Energy counter of a part of the package: shown, not counted.",
                "mmio:package-0: The same counter as package-0, which is counted: shown, not counted.",
            ],
            Messages(rig));
    }

    [Fact]
    public void A_mirrored_die_and_an_unknown_name_are_explained()
    {
        using var dies = new RaplRig("two-dies-amd");
        Assert.Equal("package-0-die-1: A view of the package that package-0-die-0 stands for: shown, not counted.", Messages(dies)[2]);
        using var names = new RaplRig("unknown-names");
        Assert.Equal(
            "accelerator: An energy counter of a name that is not known, so that it may overlap with others: shown, not counted.", Messages(names)[2]);
    }

    [Fact]
    public void A_platform_meter_that_does_not_move_is_explained()
    {
        using var rig = new RaplRig("psys-and-package");
        for (var read = 0; read < 4; read++)
        {
            rig.Set("intel-rapl:0", 1_000_000_000 + read);
            _ = rig.Read();
        }

        Assert.Equal("psys: The counter does not move while those of packages do: shown, not counted.", Messages(rig)[2]);
    }

    [Fact]
    public void A_counter_that_only_root_may_read_comes_with_the_commands_that_mend_it()
    {
        using var rig = new RaplRig("unreadable");
        PowercapOrdinaryUser.Run(rig.Sensor.Refresh);
        var finding = rig.Sensor.Describe()[0];
        var path = rig.PathOf("intel-rapl:0", "energy_uj");
        Assert.Equal((ReadOutcome.Denied, Component.Cpu, path), (finding.Outcome, finding.CountsAs, finding.Path));
        Assert.Equal("The kernel lets only root read energy_uj (CVE-2020-8694, since Linux 5.10).", finding.Message);
        Assert.Equal(
            "now, all zones: /usr/lib/wattshare/powercap-access grant wattshare; at every boot: the udev rule 60-wattshare.rules; "
            + "the package has both, and docs/sensors.md tells how to do without it",
            finding.Fix);
    }

    [Fact]
    public void The_path_in_a_finding_is_the_real_one_behind_the_links()
    {
        using var rig = new RaplRig("one-socket");
        Assert.Equal(
            rig.Tree.PathOf("sys/devices/virtual/powercap/intel-rapl/intel-rapl:0/intel-rapl:0:2/energy_uj"), rig.Sensor.Describe()[3].Path);
    }

    [Fact]
    public void Garbage_and_absence_are_explained()
    {
        using var garbage = new RaplRig("garbage");
        var finding = garbage.Sensor.Describe()[1];
        Assert.Equal("The file holds no number in the counter's range.", finding.Message);
        Assert.Equal($"cat {garbage.PathOf("intel-rapl:1", "energy_uj")}", finding.Fix);

        using var gone = new RaplRig("amd");
        gone.RemoveZone("intel-rapl:0");
        gone.Sensor.Refresh();
        finding = gone.Sensor.Describe()[0];
        Assert.Equal(("The counter is not there, or not any more; it is followed when it returns.", ""), (finding.Message, finding.Fix));
    }

    [Fact]
    public void An_error_of_the_kernel_is_explained()
    {
        using var rig = new RaplRig(FixtureTree.Parse("[sys/class/powercap/intel-rapl:0]\nname = package-0\nenergy_uj -> /proc/self/mem\n"));
        Assert.Equal(["package-0 cpu Failed 0"], rig.Read());
        Assert.Equal(["package-0: The kernel reports an error when the counter is read."], Messages(rig));
    }

    [Fact]
    public void Counters_inside_a_virtual_machine_are_used_and_called_doubtful()
    {
        using var rig = new RaplRig("guest-without-powercap");
        rig.AddZone("intel-rapl:0", "package-0", 42);
        rig.Sensor.Refresh();
        Assert.Equal(["package-0 cpu Ok 42"], rig.Read());
        Assert.Equal(
            ["package-0: Energy counter, counted as cpu. This system runs in a virtual machine, so it may not be the physical counter."], Messages(rig));
    }

    [Theory]
    [InlineData(
        "no-powercap",
        "There is no such directory: the kernel module of the RAPL counters is not loaded, or the kernel was built without it.",
        LoadModule)]
    [InlineData(
        "empty-powercap",
        "The directory holds no RAPL zone: the kernel module of the RAPL counters is not loaded, or the kernel was built without it.",
        LoadModule)]
    [InlineData(
        "guest-without-powercap",
        "There is no such directory: this system runs in a virtual machine, and its hypervisor passes no energy counters on.",
        "wattshare guest, with this machine's directory of the host's VM share mounted at /var/lib/wattshare")]
    [InlineData(
        "masked-by-container",
        "The zones are links that lead nowhere: this container's runtime hides /sys/devices/virtual/powercap.",
        "mount the host's /sys into the container, for example -v /sys:/host/sys:ro, and give --path.sysfs=/host/sys")]
    public void A_host_without_counters_is_told_why_and_what_to_do(string archive, string message, string fix)
    {
        using var rig = new RaplRig(archive);
        var expected = new SensorFinding(
            "rapl", "", rig.Tree.PathOf("sys/class/powercap"), ReadOutcome.Absent, MeasurementMethod.Counter, null, message, fix);
        Assert.Equal([expected], rig.Sensor.Describe());
    }

    [Fact]
    public void A_processor_of_another_kind_is_not_told_to_load_a_module()
    {
        using var rig = new RaplRig(FixtureTree.Empty());
        Assert.Equal(
            [": There is no such directory: this processor is not known to have RAPL counters (Intel, AMD and Hygon have)."], Messages(rig));
        Assert.Equal("", rig.Sensor.Describe()[0].Fix);
    }

    [Fact]
    public void A_directory_that_may_not_be_listed_is_told_apart_from_a_missing_one()
    {
        using var rig = new RaplRig("empty-powercap");
        rig.Tree.SetMode("sys/class/powercap", 0);
        PowercapOrdinaryUser.Run(rig.Sensor.Refresh);
        var finding = rig.Sensor.Describe()[0];
        rig.Tree.SetMode("sys/class/powercap", 0b111_101_101);
        Assert.Equal((ReadOutcome.Denied, "The directory cannot be listed."), (finding.Outcome, finding.Message));
        Assert.Equal($"ls -ld {rig.Tree.PathOf("sys/class/powercap")}", finding.Fix);
    }

    private static string[] Messages(RaplRig rig) => [.. rig.Sensor.Describe().Select(finding => $"{finding.Zone}: {finding.Message}")];
}
