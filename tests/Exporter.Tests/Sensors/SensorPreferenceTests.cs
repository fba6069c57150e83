using Microsoft.Extensions.Logging.Abstractions;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Sensors;
using Wattshare.Exporter.Sensors.Hwmon;
using Wattshare.Exporter.Sensors.Perf;
using Wattshare.Exporter.Sensors.Rapl;
using Wattshare.Exporter.Tests.Sensors.Perf;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Sensors;

/// <summary>Several sensors of the same energy, put together as the program does it.</summary>
public sealed class SensorPreferenceTests : IDisposable
{
    private const string Counter = "sys/class/powercap/intel-rapl:0/energy_uj";

    private readonly FixtureTree _tree = FixtureTree.Load("perf-and-powercap");
    private readonly FakePerfKernel _kernel = new();
    private readonly HostSample _sample = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Powercap_comes_first_and_perf_gives_what_powercap_does_not_have()
    {
        using var set = Set("rapl", "perf", "hwmon", "model");
        Assert.Equal(
            [
                "package-0 cpu Ok 1000000000", "package-0-core - Ok 500000000",
                "package-0 - Ok 0", "package-0-core - Ok 0", "package-0-uncore - Ok 0", "package-0-dram dram Ok 0", "psys platform Ok 0",
            ],
            Read(set, 0));
    }

    [Fact]
    public void An_explicit_list_is_the_order()
    {
        using var set = Set("perf", "rapl");
        Assert.Equal("package-0 cpu Ok 0", Read(set, 0)[0]);
        Assert.Equal("package-0 - Ok 1000000000", Read(set, 0)[5]);
    }

    [Fact]
    public void Perf_takes_the_place_of_a_counter_that_is_denied_and_gives_it_back()
    {
        _tree.SetMode(Counter, 0);
        SensorSet? made = null;
        PowercapOrdinaryUser.Run(() =>
        {
            made = Set("rapl", "perf", "model");
            Assert.Equal(["package-0 - Denied 0", "package-0-core - Ok 500000000", "package-0 cpu Ok 0"], Read(made, 0)[..3]);
        });
        using var set = made!;
        _tree.SetMode(Counter, 0b100_100_100);
        _kernel.AddMicrojoules(PerfRig.Package, 0, 77);
        Assert.Equal(["package-0 - Ok 1000000000", "package-0-core - Ok 500000000", "package-0 cpu Ok 77"], Read(set, 10)[..3]);
        Assert.Equal(["package-0 cpu Ok 1000000000", "package-0-core - Ok 500000000", "package-0 - Ok 77"], Read(set, 11)[..3]);
    }

    [Fact]
    public void A_counter_that_disappears_is_followed_by_the_other_within_the_same_sample()
    {
        using var set = Set("rapl", "perf", "model");
        _ = Read(set, 0);
        _tree.Delete("sys/class/powercap/intel-rapl:0");
        _kernel.AddMicrojoules(PerfRig.Package, 0, 500);
        Assert.Equal(["package-0 - Absent 0", "package-0-core - Ok 500000000", "package-0 cpu Ok 500"], Read(set, 10)[..3]);
    }

    [Fact]
    public void Without_powercap_and_without_the_capability_the_model_is_left()
    {
        _tree.Delete("sys/class/powercap");
        _kernel.Refusal = static (_, _) => 13;
        using var set = Set("rapl", "perf", "model");
        Assert.Equal(["cpu cpu Failed 0"], Read(set, 0));
        Assert.Equal(["rapl Absent", "perf Denied", "model Ok"], set.Describe().Select(static finding => $"{finding.Sensor} {finding.Outcome}"));
    }

    [Fact]
    public void Between_samples_only_what_counts_is_read()
    {
        using var set = Set("rapl", "perf");
        _ = Read(set, 0);
        _kernel.AddMicrojoules(PerfRig.Dram, 0, 3);
        Assert.Equal(["package-0 cpu Ok 1000000000", "package-0-dram dram Ok 3", "psys platform Ok 0"], Between(set));

        _tree.Delete("sys/bus");
        using var alone = Set("rapl", "perf");
        _ = Read(alone, 0);
        Assert.Equal(["package-0 cpu Ok 1000000000"], Between(alone));
    }

    [Fact]
    public void Readings_of_earlier_instants_stay_in_the_buffer_as_they_are()
    {
        using var set = Set("rapl", "perf");
        _ = Read(set, 0);
        var readings = new Buffer<ZoneReading>();
        readings.Add(new ZoneReading(Readings.Info(new ModelSensor(ModelParameters.FromThreads(4)), "model:cpu"), Component.Cpu, ReadOutcome.Ok, 5));
        set.ReadBetween(readings);
        _kernel.AddMicrojoules(PerfRig.Dram, 0, 3);
        set.ReadBetween(readings);
        Assert.Equal(
            [
                "cpu cpu Ok 5", "package-0 cpu Ok 1000000000", "package-0-dram dram Ok 0", "psys platform Ok 0",
                "package-0 cpu Ok 1000000000", "package-0-dram dram Ok 3", "psys platform Ok 0",
            ],
            Readings.Lines(readings));
    }

    [Fact]
    public void Findings_tell_which_of_two_counts()
    {
        using var set = Set("rapl", "perf", "model");
        var finding = set.Describe().Single(static finding => finding is { Sensor: "perf", Zone: "package-0" });
        Assert.Equal((ReadOutcome.Ok, null), (finding.Outcome, finding.CountsAs));
        Assert.Equal("The same energy as rapl package-0, which is counted: shown, not counted.", finding.Message);
        Assert.Equal(Component.Dram, set.Describe().Single(static finding => finding is { Sensor: "perf", Zone: "package-0-dram" }).CountsAs);
    }

    [Fact]
    public void Sockets_of_the_AMD_driver_count_only_where_RAPL_does_not()
    {
        using var amd = FixtureTree.Load("hwmon-amd-energy");
        using var alone = Set(amd, "rapl", "perf", "hwmon");
        Assert.Equal(["amd_energy-Esocket0 cpu Ok 30000000", "amd_energy-Esocket1 cpu Ok 40000000"], Read(alone, 0)[2..]);
        amd.Add("amd");
        using var both = Set(amd, "rapl", "perf", "hwmon");
        Assert.Equal(
            ["package-0 cpu Ok 1000000000", "package-0-core - Ok 300000000", "amd_energy-Ecore000 - Ok 1000000", "amd_energy-Ecore001 - Ok 2000000", "amd_energy-Esocket0 - Ok 30000000", "amd_energy-Esocket1 - Ok 40000000"],
            Read(both, 0));
    }

    [Fact]
    public void A_power_meter_is_the_platform_beside_RAPL()
    {
        using var server = FixtureTree.Load("hwmon-server");
        server.Add("two-sockets");
        using var set = Set(server, "rapl", "perf", "hwmon", "model");
        Assert.Equal(["package-0 cpu", "package-0-dram dram", "package-1 cpu", "package-1-dram dram", "power_meter-power1 platform"], Read(set, 0)
            .Where(static line => !line.Contains(" - ", StringComparison.Ordinal)).Select(static line => string.Join(' ', line.Split(' ')[..2])));
    }

    [Fact]
    public void Reading_them_all_allocates_nothing()
    {
        using var set = Set("rapl", "perf", "hwmon", "model");
        var readings = new Buffer<ZoneReading>();
        for (var i = 0; i < 10; i++) set.Read(_sample);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                set.Read(_sample);
                readings.Clear();
                set.ReadBetween(readings);
            }
        }));
        Assert.Equal(3, readings.Count);
    }

    private static string[] Between(SensorSet set)
    {
        var readings = new Buffer<ZoneReading>();
        set.ReadBetween(readings);
        return Readings.Lines(readings);
    }

    private SensorSet Set(params string[] names) => Set(_tree, names);

    private SensorSet Set(FixtureTree tree, params string[] names)
    {
        var cpu = CpuIdentity.Read(tree.Procfs);
        var sensors = names.Select(name => name switch
        {
            "rapl" => (ISensor)new RaplSensor(tree.Sysfs, cpu, NullLogger<RaplSensor>.Instance),
            "perf" => new PerfSensor(tree.Sysfs, tree.Procfs, cpu, _kernel, NullLogger<PerfSensor>.Instance),
            "hwmon" => new HwmonSensor(tree.Sysfs, cpu, TimeSpan.FromSeconds(1), NullLogger<HwmonSensor>.Instance),
            _ => new ModelSensor(ModelParameters.FromThreads(4)),
        });
        return new SensorSet(sensors, new FaultLog(NullLogger<FaultLog>.Instance), NullLogger<SensorSet>.Instance);
    }

    private string[] Read(SensorSet set, long second)
    {
        _sample.TimestampNanoseconds = second * 1_000_000_000;
        set.Read(_sample);
        return Readings.Lines(_sample.Zones);
    }
}
