using Wattshare.Attribution.Sampling;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Sensors.Rapl;

/// <summary>What is read between two samples.</summary>
public sealed class RaplBetweenTests
{
    [Fact]
    public void Counted_zones_are_read_afresh_and_the_others_not_at_all()
    {
        using var rig = new RaplRig("amd");
        Assert.Equal(["package-0 cpu Ok 1000000000", "package-0-core - Ok 300000000"], rig.Read());
        rig.Set("intel-rapl:0", 1_000_000_007);
        Assert.Equal(["package-0 cpu Ok 1000000007"], Between(rig));
    }

    [Fact]
    public void A_zone_that_had_no_value_is_left_to_the_next_sample()
    {
        using var rig = new RaplRig("two-sockets");
        rig.Tree.Write("sys/class/powercap/intel-rapl:0/energy_uj", "");
        Assert.Equal("package-0 cpu Garbage 0", rig.Read()[0]);
        rig.Set("intel-rapl:0", 5);
        Assert.Equal(["package-0-dram dram Ok 200000000", "package-1 cpu Ok 3000000000", "package-1-dram dram Ok 400000000"], Between(rig));
        Assert.Equal("package-0 cpu Ok 5", rig.Read()[0]);
        Assert.Equal("package-0 cpu Ok 5", Between(rig)[0]);
    }

    [Fact]
    public void A_read_that_fails_between_samples_is_told_with_its_outcome()
    {
        using var rig = new RaplRig("two-sockets");
        _ = rig.Read();
        rig.Tree.Write("sys/class/powercap/intel-rapl:0/energy_uj", "12x\n");
        rig.Tree.Write("sys/class/powercap/intel-rapl:1/energy_uj", "262143328851\n");
        Assert.Equal(
            ["package-0 cpu Garbage 0", "package-0-dram dram Ok 200000000", "package-1 cpu Garbage 0", "package-1-dram dram Ok 400000000"], Between(rig));
    }

    [Fact]
    public void Many_reads_of_a_counter_that_is_updated_rarely_do_not_make_it_motionless()
    {
        using var rig = new RaplRig("mmio-duplicate");
        _ = rig.Read();
        for (var read = 0; read < 100; read++)
        {
            rig.Set("intel-rapl-mmio:0", 1_000_050_000 + (read * 5_000));
            Assert.Equal(["package-0 cpu Ok 1000000000"], Between(rig));
        }

        Assert.Equal("package-0 cpu Ok 1000000000", rig.Read()[0]);
    }

    [Fact]
    public void The_zone_that_an_election_between_two_samples_chose_is_the_one_that_is_read()
    {
        using var rig = new RaplRig("mmio-duplicate");
        for (var read = 0; read < 3; read++)
        {
            rig.Set("intel-rapl-mmio:0", 1_000_050_000 + (read * 5_000));
            _ = rig.Read();
        }

        Assert.Equal(["mmio:package-0 cpu Ok 1000060000"], Between(rig));
    }

    [Fact]
    public void Reading_between_samples_allocates_nothing()
    {
        using var rig = new RaplRig("two-sockets");
        _ = rig.Read();
        var readings = new Buffer<ZoneReading>();
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                readings.Clear();
                rig.Sensor.ReadBetween(readings);
            }
        }));
    }

    private static string[] Between(RaplRig rig)
    {
        var readings = new Buffer<ZoneReading>();
        rig.Sensor.ReadBetween(readings);
        return Readings.Lines(readings);
    }
}
