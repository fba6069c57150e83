using Microsoft.Extensions.Logging.Abstractions;
using Wattshare.Attribution.Counters;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Sensors;
using Wattshare.Exporter.Sensors.Hwmon;
using Wattshare.Exporter.Sensors.Rapl;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Sensors.Hwmon;

/// <summary>A server of 300 W by its power meter, whose processors draw 200 W by RAPL, and an exporter or a meter that is stopped for a while.</summary>
public sealed class HwmonStallTests : IDisposable
{
    private const long Second = 1_000_000_000;
    private const long MachineWatts = 300;
    private const long PackageWatts = 100;

    private readonly FixtureTree _tree = FixtureTree.Load("hwmon-server");
    private readonly HostSample _sample = new();
    private readonly EnergyMeter _meter = new();
    private readonly SensorSet _set;
    private long _now;
    private ComponentEnergy _energy;

    public HwmonStallTests()
    {
        _tree.Add("two-sockets");
        _tree.Delete("sys/class/hwmon/hwmon1");
        SetMeter($"{MachineWatts}000000");
        var cpu = CpuIdentity.Read(_tree.Procfs);
        ISensor[] sensors =
        [
            new RaplSensor(_tree.Sysfs, cpu, NullLogger<RaplSensor>.Instance),
            new HwmonSensor(_tree.Sysfs, cpu, TimeSpan.FromSeconds(1), NullLogger<HwmonSensor>.Instance),
        ];
        _set = new SensorSet(sensors, new FaultLog(NullLogger<FaultLog>.Instance), NullLogger<SensorSet>.Instance);
        Take(1);
    }

    public void Dispose()
    {
        _set.Dispose();
        _tree.Dispose();
    }

    [Fact]
    public void An_exporter_that_was_stopped_for_half_a_minute_has_all_of_it()
    {
        for (var i = 0; i < 60; i++) Take(1);
        Take(31);
        for (var i = 0; i < 60; i++) Take(1);
        Assert.Equal((151 * 2 * PackageWatts, 151 * (MachineWatts - (2 * PackageWatts))), Joules());
    }

    [Fact]
    public void A_meter_that_fails_for_less_than_a_minute_has_all_of_it()
    {
        Take(1);
        Fail(40);
        Take(1);
        Assert.Equal((42 * 2 * PackageWatts, 42 * (MachineWatts - (2 * PackageWatts))), Joules());
    }

    [Fact]
    public void A_meter_that_fails_for_longer_counts_again_at_once()
    {
        Take(1);
        Fail(600);
        Take(1);
        for (var i = 0; i < 10; i++) Take(1);
        Assert.Equal((612 * 2 * PackageWatts, 11 * (MachineWatts - (2 * PackageWatts))), Joules());
    }

    private (long Cpu, long Platform) Joules() => (_energy[Component.Cpu] / 1_000_000, _energy[Component.Platform] / 1_000_000);

    private void Fail(int seconds)
    {
        SetMeter("");
        for (var i = 0; i < seconds; i++) Take(1);
        SetMeter($"{MachineWatts}000000");
    }

    private void SetMeter(string text) => _tree.Write("sys/class/hwmon/hwmon0/power1_average", text + "\n");

    private void Take(long seconds)
    {
        _now += seconds;
        _tree.Write("sys/class/powercap/intel-rapl:0/energy_uj", $"{_now * PackageWatts}000000\n");
        _tree.Write("sys/class/powercap/intel-rapl:1/energy_uj", $"{_now * PackageWatts}000000\n");
        _sample.TimestampNanoseconds = _now * Second;
        _set.Read(_sample);
        _energy += _meter.Advance(_sample.Zones.Items, _sample.TimestampNanoseconds, _now == 1 ? 0 : seconds * Second).Energy;
    }
}
