using Microsoft.Extensions.Logging.Abstractions;
using Wattshare.Attribution.Counters;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Sensors;
using Wattshare.Exporter.Sensors.Rapl;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Sensors.Rapl;

/// <summary>One package of 50 W through two interfaces, of which one fails for a while, as far as the energy of the host.</summary>
public sealed class RaplFailoverTests : IDisposable
{
    private const long Second = 1_000_000_000;
    private const long Watts = 50_000_000;
    private const string Msr = "intel-rapl:0";
    private const string Mmio = "intel-rapl-mmio:0";

    private readonly FixtureTree _tree = FixtureTree.Load("mmio-duplicate");
    private readonly HashSet<string> _lost = [];
    private readonly HostSample _sample = new();
    private readonly EnergyMeter _meter = new();
    private readonly SensorSet _set;
    private long _now = -1;
    private long _energy;

    public RaplFailoverTests()
    {
        _set = new SensorSet(
            [new RaplSensor(_tree.Sysfs, CpuIdentity.Read(_tree.Procfs), NullLogger<RaplSensor>.Instance)],
            new FaultLog(NullLogger<FaultLog>.Instance),
            NullLogger<SensorSet>.Instance);
        Run(20);
    }

    public void Dispose()
    {
        _set.Dispose();
        _tree.Dispose();
    }

    [Theory]
    [InlineData(Msr)]
    [InlineData(Mmio)]
    public void An_interface_that_is_gone_for_a_minute_loses_nothing(string zone)
    {
        var aside = _tree.PathOf("aside");
        _lost.Add(zone);
        Directory.Move(PathOf(zone), aside);
        Run(60);
        Directory.Move(aside, PathOf(zone));
        _lost.Remove(zone);
        Run(60);
        AssertComplete();
    }

    [Theory]
    [InlineData(Msr, 1)]
    [InlineData(Msr, 4)]
    [InlineData(Msr, 65)]
    [InlineData(Mmio, 65)]
    public void Reads_that_fail_lose_nothing(string zone, int seconds)
    {
        Run(3);
        _lost.Add(zone);
        _tree.Write($"sys/class/powercap/{zone}/energy_uj", "");
        Run(seconds);
        _lost.Remove(zone);
        Run(60);
        AssertComplete();
    }

    [Fact]
    public void They_may_fail_in_turns()
    {
        for (var turn = 0; turn < 20; turn++)
        {
            _lost.Clear();
            _lost.Add(turn % 2 == 0 ? Msr : Mmio);
            _tree.Write($"sys/class/powercap/{_lost.Single()}/energy_uj", "");
            Run(7);
            _lost.Clear();
            Run(1 + (turn % 3));
        }

        AssertComplete();
    }

    private string PathOf(string zone) => _tree.PathOf($"sys/class/powercap/{zone}");

    private void AssertComplete()
    {
        Assert.Equal(_now * Watts, _energy);
        Assert.All(_meter.ToRows(), static row => Assert.Equal((0, 0), (row.Refused, row.Resets)));
    }

    private void Run(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            _now++;
            foreach (var zone in new[] { Msr, Mmio })
                if (!_lost.Contains(zone)) _tree.Write($"sys/class/powercap/{zone}/energy_uj", $"{1_000_000_000 + (_now * Watts)}\n");
            _sample.TimestampNanoseconds = _now * Second;
            _set.Read(_sample);
            _energy += _meter.Advance(_sample.Zones.Items, _sample.TimestampNanoseconds, _now == 0 ? 0 : Second).Energy[Component.Cpu];
        }
    }
}
