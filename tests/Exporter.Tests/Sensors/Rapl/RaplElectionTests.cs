namespace Wattshare.Exporter.Tests.Sensors.Rapl;

/// <summary>Which of several zones counts when the preferred one does not work.</summary>
public sealed class RaplElectionTests
{
    [Fact]
    public void A_preferred_counter_that_never_moves_in_three_reads_gives_way_to_one_that_does()
    {
        using var rig = new RaplRig("mmio-duplicate");
        for (var read = 0; read < 3; read++)
        {
            rig.Set("intel-rapl-mmio:0", 1_000_050_000 + (read * 5_000));
            Assert.Equal("package-0 cpu Ok 1000000000", rig.Read()[0]);
        }

        Assert.Equal(["package-0 - Ok 1000000000", "package-0-core - Ok 500000000", "mmio:package-0 cpu Ok 1000060000"], rig.Read());

        // It moves after all: it is the better one again.
        rig.Set("intel-rapl:0", 1_000_000_061);
        _ = rig.Read();
        Assert.Equal(["package-0 cpu Ok 1000000061", "package-0-core - Ok 500000000", "mmio:package-0 - Ok 1000060000"], rig.Read());
    }

    [Fact]
    public void A_counter_that_never_moved_does_not_count_in_the_place_of_one_that_did_and_fails()
    {
        using var rig = new RaplRig("mmio-duplicate");
        for (var read = 0; read < 4; read++)
        {
            rig.Set("intel-rapl:0", 1_000_000_000 + (read * 5_000));
            _ = rig.Read();
        }

        rig.Tree.Write("sys/class/powercap/intel-rapl:0/energy_uj", "");
        rig.Sensor.Refresh();
        Assert.Equal(["package-0 cpu Garbage 0", "package-0-core - Ok 500000000", "mmio:package-0 - Ok 1000050000"], rig.Read());
    }

    [Fact]
    public void When_no_counter_moves_the_preferred_one_stays()
    {
        using var rig = new RaplRig("mmio-duplicate");
        for (var read = 0; read < 5; read++) Assert.Equal("package-0 cpu Ok 1000000000", rig.Read()[0]);
    }

    [Fact]
    public void A_preferred_counter_that_cannot_be_read_gives_way()
    {
        using var rig = new RaplRig("tpmi");
        rig.Tree.Write("sys/class/powercap/intel-rapl-tpmi:0/energy_uj", "");
        rig.Sensor.Refresh();
        Assert.Equal(
            ["package-0 cpu Ok 1000000000", "package-0-dram - Ok 100000000", "tpmi:package-0 - Garbage 0", "tpmi:package-0-dram dram Ok 100070000"],
            rig.Read());
    }

    [Fact]
    public void When_none_can_be_read_the_preferred_one_stands_for_what_is_missing()
    {
        using var rig = new RaplRig("mmio-duplicate");
        rig.RemoveZone("intel-rapl:0");
        rig.RemoveZone("intel-rapl-mmio:0");
        rig.Sensor.Refresh();
        Assert.Equal(["package-0 cpu Absent 0", "package-0-core - Ok 500000000", "mmio:package-0 - Absent 0"], rig.Read());
    }

    [Fact]
    public void The_second_die_of_AMD_counts_when_the_first_cannot_be_read()
    {
        using var rig = new RaplRig("two-dies-amd");
        rig.RemoveZone("intel-rapl:0");
        rig.Sensor.Refresh();
        Assert.Equal("package-0-die-0 - Absent 0", rig.Read()[0]);
        Assert.Equal("package-0-die-1 cpu Ok 5000000000", rig.Read()[2]);
    }

    [Fact]
    public void A_counter_of_the_whole_package_is_not_added_to_those_of_its_dies()
    {
        using var rig = new RaplRig("two-dies-intel");
        rig.AddZone("intel-rapl-tpmi:0", "package-0", 3_000_000_000);
        rig.Sensor.Refresh();
        Assert.Equal("package-0-die-0 - Ok 1000000000", rig.Read()[0]);
        Assert.Equal("package-0-die-1 - Ok 2000000000", rig.Read()[2]);
        Assert.Equal("tpmi:package-0 cpu Ok 3000000000", rig.Read()[4]);
    }

    [Fact]
    public void Counters_of_dies_are_not_added_to_a_less_preferred_one_of_the_whole_package()
    {
        using var rig = new RaplRig("two-dies-intel");
        rig.AddZone("intel-rapl-mmio:0", "package-0", 3_000_000_000);
        rig.Sensor.Refresh();
        Assert.Equal("mmio:package-0 - Ok 3000000000", rig.Read()[4]);
        Assert.Equal("package-0-die-0 cpu Ok 1000000000", rig.Read()[0]);
        Assert.Equal("package-0-die-1 cpu Ok 2000000000", rig.Read()[2]);
    }

    [Fact]
    public void A_platform_meter_that_is_not_wired_does_not_stand_for_the_machine()
    {
        using var rig = new RaplRig("psys-and-package");
        for (var read = 0; read < 3; read++)
        {
            Assert.Equal("psys platform Ok 7000000000", rig.Read()[2]);
            rig.Set("intel-rapl:0", 1_000_000_000 + read);
        }

        Assert.Equal("psys - Ok 7000000000", rig.Read()[2]);
    }
}
