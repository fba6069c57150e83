using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Exporter.Tests.Sensors.Rapl;

/// <summary>What is found, how it is named, and what is counted: one host a test.</summary>
public sealed class RaplDiscoveryTests
{
    [Fact]
    public void One_socket_counts_package_and_memory_through_the_links_of_a_real_sysfs() => Expect(
        "one-socket",
        "package-0 cpu Ok 1000000000",
        "package-0-core - Ok 600000000",
        "package-0-uncore - Ok 50000000",
        "package-0-dram dram Ok 90000000");

    [Fact]
    public void Two_sockets_count_both() => Expect(
        "two-sockets",
        "package-0 cpu Ok 1000000000",
        "package-0-dram dram Ok 200000000",
        "package-1 cpu Ok 3000000000",
        "package-1-dram dram Ok 400000000");

    [Fact]
    public void Dies_of_Intel_are_summed() => Expect(
        "two-dies-intel",
        "package-0-die-0 cpu Ok 1000000000",
        "package-0-die-0-dram dram Ok 100000000",
        "package-0-die-1 cpu Ok 2000000000",
        "package-0-die-1-dram dram Ok 200000000");

    [Theory]
    [InlineData("two-dies-intel", false)]
    [InlineData("two-dies-amd", true)]
    public void Processors_of_AMD_estimate_what_those_of_Intel_measure(string archive, bool isEstimated)
    {
        using var rig = new RaplRig(archive);
        var readings = new Buffer<ZoneReading>();
        rig.Sensor.Read(default, readings);
        Assert.All(readings.Items.ToArray(), reading => Assert.Equal(isEstimated, reading.Zone.IsEstimated));
    }

    [Fact]
    public void Dies_of_AMD_mirror_their_package_and_one_counts() => Expect(
        "two-dies-amd",
        "package-0-die-0 cpu Ok 5000000000",
        "package-0-die-0-core - Ok 70000000",
        "package-0-die-1 - Ok 5000000000",
        "package-0-die-1-core - Ok 71000000");

    [Fact]
    public void Memory_mapped_registers_are_a_duplicate_of_the_usual_ones() => Expect(
        "mmio-duplicate",
        "package-0 cpu Ok 1000000000",
        "package-0-core - Ok 500000000",
        "mmio:package-0 - Ok 1000050000");

    [Fact]
    public void Topology_aware_registers_are_preferred() => Expect(
        "tpmi",
        "package-0 - Ok 1000000000",
        "package-0-dram - Ok 100000000",
        "tpmi:package-0 cpu Ok 1000060000",
        "tpmi:package-0-dram dram Ok 100070000");

    [Fact]
    public void A_meter_of_the_platform_alone_is_counted_as_platform() => Expect("psys-only", "psys platform Ok 7000000000");

    [Fact]
    public void A_meter_of_the_platform_beside_a_package_is_marked_as_containing_it() => Expect(
        "psys-and-package",
        "package-0 cpu Ok 1000000000",
        "package-0-core - Ok 500000000",
        "psys platform Ok 7000000000");

    [Fact]
    public void AMD_has_a_package_and_a_part_of_it() => Expect("amd", "package-0 cpu Ok 1000000000", "package-0-core - Ok 300000000");

    [Fact]
    public void Unknown_names_are_shown_and_lose_nothing_else() => Expect(
        "unknown-names",
        "package-0 cpu Ok 1000000000",
        "package-0-cache - Ok 15000000",
        "accelerator - Ok 11000000",
        "package-x - Ok 12000000",
        "intel-rapl:3 - Ok 13000000",
        "ev?il\uFFFD - Ok 14000000");

    [Fact]
    public void Garbage_is_an_outcome_of_its_own_zone() => Expect(
        "garbage",
        "package-0 cpu Ok 1000000000",
        "package-1 cpu Garbage 0",
        "package-2 cpu Garbage 0",
        "package-3 cpu Garbage 0",
        "package-4 cpu Garbage 0",
        "package-5 cpu Garbage 0",
        "package-6 cpu Garbage 0",
        "package-7 cpu Garbage 0",
        "package-8 cpu Garbage 0",
        "package-9 cpu Ok 1000",
        "package-10 cpu Ok 2000000000");

    [Fact]
    public void The_device_tree_serves_where_the_class_directory_is_missing() => Expect(
        "devices-only", "package-0 cpu Ok 1000000000", "package-0-dram dram Ok 100000000");

    [Theory]
    [InlineData("no-powercap")]
    [InlineData("empty-powercap")]
    [InlineData("guest-without-powercap")]
    [InlineData("masked-by-container")]
    public void A_host_without_counters_gives_no_reading(string archive) => Expect(archive);

    [Fact]
    public void Further_platform_zones_are_not_added_to_the_first()
    {
        using var rig = new RaplRig("psys-only");
        rig.AddZone("intel-rapl:1", "psys-1", 5);
        rig.Sensor.Refresh();
        Assert.Equal(["psys platform Ok 7000000000", "psys-1 - Ok 5"], rig.Read());
    }

    [Fact]
    public void Zones_of_one_name_get_labels_of_their_own_and_count_once()
    {
        using var rig = new RaplRig("amd");
        rig.AddZone("intel-rapl:1", "package-0", 5);
        rig.AddZone("intel-rapl:1:0", "core", 6);
        rig.Sensor.Refresh();
        Assert.Equal(
            ["package-0 cpu Ok 1000000000", "package-0-core - Ok 300000000", "package-0@intel-rapl:1 - Ok 5", "package-0-core@intel-rapl:1:0 - Ok 6"],
            rig.Read());
    }

    [Fact]
    public void Memory_below_something_that_is_no_package_is_shown_only()
    {
        using var rig = new RaplRig("psys-only");
        rig.AddZone("intel-rapl:0:0", "dram", 5);
        rig.Sensor.Refresh();
        Assert.Equal(["psys platform Ok 7000000000", "psys-dram - Ok 5"], rig.Read());
    }

    [Fact]
    public void A_zone_says_where_it_is_read_what_it_measures_and_what_is_plausible()
    {
        using var rig = new RaplRig("one-socket");
        var expected = new ZoneInfo
        {
            Sensor = "rapl",
            Zone = "package-0",
            Path = "intel-rapl:0",
            Method = MeasurementMethod.Counter,
            Perimeter = "cpu_package",
            MaxRangeMicrojoules = 262143328850,

            // The short-term limit: 64 W are drawn for half a minute by a processor of 15 W.
            MaxPowerMicrowatts = 64_000_000,
            Package = 0,
        };
        Assert.Equal(expected, Readings.Info(rig.Sensor, "intel-rapl:0"));
        Assert.Equal("cpu_cores", Readings.Info(rig.Sensor, "intel-rapl:0:0").Perimeter);
        Assert.Equal("uncore", Readings.Info(rig.Sensor, "intel-rapl:0:1").Perimeter);
        Assert.Equal(("dram", 0), (Readings.Info(rig.Sensor, "intel-rapl:0:2").Perimeter, Readings.Info(rig.Sensor, "intel-rapl:0:2").MaxPowerMicrowatts));
    }

    [Fact]
    public void Constraints_that_cannot_be_right_say_nothing_and_a_missing_range_is_zero()
    {
        using var rig = new RaplRig("garbage");
        var first = Readings.Info(rig.Sensor, "intel-rapl:0");
        Assert.Equal((0, 0), (first.MaxRangeMicrojoules, first.MaxPowerMicrowatts));
        Assert.Equal(0, Readings.Info(rig.Sensor, "intel-rapl:10").MaxRangeMicrojoules);
    }

    [Fact]
    public void A_platform_without_limits_may_draw_more_than_any_processor()
    {
        using var rig = new RaplRig("psys-only");
        var psys = Readings.Info(rig.Sensor, "intel-rapl:0");
        Assert.Equal(("platform", 10_000_000_000), (psys.Perimeter, psys.MaxPowerMicrowatts));
    }

    private static void Expect(string archive, params string[] lines)
    {
        using var rig = new RaplRig(archive);
        Assert.Equal(lines, rig.Read());
    }
}
