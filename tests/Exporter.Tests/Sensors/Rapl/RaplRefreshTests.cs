using System.Globalization;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Sensors.Rapl;

/// <summary>Zones that come, go, change their permissions or are replaced while the program runs.</summary>
public sealed class RaplRefreshTests
{
    [Fact]
    public void A_zone_that_appears_is_followed()
    {
        using var rig = new RaplRig("empty-powercap");
        Assert.Empty(rig.Read());
        rig.AddZone("intel-rapl:0", "package-0", 42);
        Assert.Empty(rig.Read());
        rig.Sensor.Refresh();
        Assert.Equal(["package-0 cpu Ok 42"], rig.Read());
    }

    [Fact]
    public void A_powercap_directory_that_appears_later_is_found()
    {
        using var rig = new RaplRig("no-powercap");
        rig.AddZone("intel-rapl:0", "package-0", 42);
        rig.Sensor.Refresh();
        Assert.Equal(["package-0 cpu Ok 42"], rig.Read());
    }

    [Fact]
    public void A_zone_that_disappears_stays_as_absent_and_goes_on_when_it_returns()
    {
        using var rig = new RaplRig("amd");
        var before = Readings.Info(rig.Sensor, "intel-rapl:0");
        rig.RemoveZone("intel-rapl:0");
        rig.Sensor.Refresh();
        Assert.Equal(["package-0 cpu Absent 0", "package-0-core - Ok 300000000"], rig.Read());
        rig.AddZone("intel-rapl:0", "package-0", 99);
        rig.Tree.Write("sys/class/powercap/intel-rapl:0/max_energy_range_uj", "65532610987\n");
        rig.Sensor.Refresh();
        Assert.Equal(["package-0 cpu Ok 99", "package-0-core - Ok 300000000"], rig.Read());
        Assert.Same(before, Readings.Info(rig.Sensor, "intel-rapl:0"));
    }

    [Fact]
    public void Everything_that_disappears_at_once_is_absent()
    {
        using var rig = new RaplRig("two-sockets");
        rig.Tree.Delete("sys");
        rig.Sensor.Refresh();
        Assert.Equal(
            ["package-0 cpu Absent 0", "package-0-dram dram Absent 0", "package-1 cpu Absent 0", "package-1-dram dram Absent 0"], rig.Read());
    }

    [Fact]
    public void A_file_that_was_replaced_is_noticed_by_the_next_look()
    {
        using var rig = new RaplRig("amd");
        rig.Tree.Replace("sys/class/powercap/intel-rapl:0/energy_uj", "1000000500\n");
        Assert.Equal("package-0 cpu Ok 1000000000", rig.Read()[0]);
        rig.Sensor.Refresh();
        Assert.Equal("package-0 cpu Ok 1000000500", rig.Read()[0]);
    }

    [Fact]
    public void A_directory_that_was_deleted_and_made_again_is_noticed_by_the_next_look()
    {
        using var rig = new RaplRig("amd");
        rig.RemoveZone("intel-rapl:0");
        rig.AddZone("intel-rapl:0", "package-0", 7);
        rig.Sensor.Refresh();
        Assert.Equal("package-0 cpu Ok 7", rig.Read()[0]);
    }

    [Fact]
    public void Zones_keep_their_instances_as_long_as_they_remain()
    {
        using var rig = new RaplRig("one-socket");
        var before = Infos(rig);
        rig.Sensor.Refresh();
        var after = Infos(rig);
        Assert.Equal(4, before.Length);
        for (var i = 0; i < before.Length; i++) Assert.Same(before[i], after[i]);
    }

    [Fact]
    public void A_counter_that_may_not_be_read_is_denied_and_never_zero()
    {
        using var rig = new RaplRig("unreadable");
        PowercapOrdinaryUser.Run(rig.Sensor.Refresh);
        Assert.Equal(["package-0 cpu Denied 0", "package-0-dram dram Denied 0"], rig.Read());
    }

    [Fact]
    public void Permission_is_followed_in_both_directions()
    {
        using var rig = new RaplRig("unreadable");
        rig.SetMode("intel-rapl:0", 0b100_100_100);
        PowercapOrdinaryUser.Run(rig.Sensor.Refresh);
        Assert.Equal(["package-0 cpu Ok 1000000000", "package-0-dram dram Denied 0"], rig.Read());
        rig.SetMode("intel-rapl:0", 0);
        rig.SetMode("intel-rapl:0:0", 0b100_100_100);
        PowercapOrdinaryUser.Run(rig.Sensor.Refresh);
        Assert.Equal(["package-0 cpu Denied 0", "package-0-dram dram Ok 100000000"], rig.Read());
    }

    [Fact]
    public void A_name_or_a_range_that_cannot_be_read_for_once_changes_nothing()
    {
        using var rig = new RaplRig("amd");
        var before = Readings.Info(rig.Sensor, "intel-rapl:0");
        rig.Tree.Delete("sys/class/powercap/intel-rapl:0/name");
        rig.Tree.Delete("sys/class/powercap/intel-rapl:0/max_energy_range_uj");
        rig.Sensor.Refresh();
        Assert.Same(before, Readings.Info(rig.Sensor, "intel-rapl:0"));
        Assert.Equal("package-0 cpu Ok 1000000000", rig.Read()[0]);
    }

    [Fact]
    public void A_zone_that_becomes_another_one_is_named_anew()
    {
        using var rig = new RaplRig("psys-only");
        rig.Tree.Write("sys/class/powercap/intel-rapl:0/name", "package-0\n");
        rig.Sensor.Refresh();
        Assert.Equal(["package-0 cpu Ok 7000000000"], rig.Read());
    }

    [Fact]
    public void Changes_are_logged_once_and_the_first_look_is_left_to_the_start_up_log()
    {
        using var rig = new RaplRig("amd");
        Assert.Empty(rig.Log.Lines);
        rig.RemoveZone("intel-rapl:0");
        rig.Sensor.Refresh();
        rig.Sensor.Refresh();
        rig.AddZone("intel-rapl:0", "package-0", 1);
        rig.Sensor.Refresh();
        var path = rig.PathOf("intel-rapl:0", "energy_uj");
        Assert.Equal(
            [
                $"Warning 301: RAPL zone package-0 cannot be read from {path}: Absent. The counter is not there, or not any more; it is followed when it returns.",
                $"Information 300: RAPL zone package-0 is read from {path}",
            ],
            rig.Log.Lines);
    }

    [Theory]
    [InlineData("x\n", "Garbage. The file holds no number in the counter's range. Fix: cat {0}")]
    [InlineData("", "Garbage. The file holds no number in the counter's range. Fix: cat {0}")]
    public void A_read_that_fails_between_two_looks_is_logged_once_with_what_mends_it(string text, string said)
    {
        using var rig = new RaplRig("amd");
        rig.Tree.Write("sys/class/powercap/intel-rapl:0/energy_uj", text);
        _ = rig.Read();
        rig.Sensor.Refresh();
        _ = rig.Read();
        rig.Sensor.Refresh();
        var path = rig.PathOf("intel-rapl:0", "energy_uj");
        Assert.Equal($"Warning 302: RAPL zone package-0 cannot be read from {path}: {string.Format(CultureInfo.InvariantCulture, said, rig.Sensor.Describe()[0].Path)}", Assert.Single(rig.Log.Lines));
    }

    [Fact]
    public void Reading_all_zones_allocates_nothing()
    {
        using var rig = new RaplRig("two-sockets");
        var readings = new Buffer<ZoneReading>();
        for (var i = 0; i < 10; i++) ReadInto(rig, readings);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 1_000; i++) ReadInto(rig, readings);
        }));
        Assert.Equal(4, readings.Count);
    }

    private static void ReadInto(RaplRig rig, Buffer<ZoneReading> readings)
    {
        readings.Clear();
        rig.Sensor.Read(default, readings);
    }

    private static ZoneInfo[] Infos(RaplRig rig)
    {
        var readings = new Buffer<ZoneReading>();
        rig.Sensor.Read(default, readings);
        return [.. readings.Items.ToArray().Select(reading => reading.Zone)];
    }
}
