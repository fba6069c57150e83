using Wattshare.Attribution.Counters;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Tests.Counters;

public sealed class EnergyMeterTests
{
    private readonly EnergyMeter _meter = new();
    private int _second;

    [Fact]
    public void Packages_are_summed_and_what_is_shown_only_is_not()
    {
        Step(("package-0", Component.Cpu, 10), ("package-1", Component.Cpu, 20), ("package-0-core", null, 8), ("package-0-dram", Component.Dram, 3));
        var interval = Step(("package-0", Component.Cpu, 15), ("package-1", Component.Cpu, 27), ("package-0-core", null, 12), ("package-0-dram", Component.Dram, 4));
        Assert.Equal((12, 1, 0, 0), Tuple(interval.Energy));
        Assert.True(interval.Live.Contains(Component.Cpu));
        Assert.False(interval.Measured.Contains(Component.Gpu));
        Assert.Equal(4, _meter.ToRows().Single(r => r.Zone.Zone == "package-0-core").EnergyMicrojoules);
    }

    [Fact]
    public void The_whole_machine_meter_counts_what_is_beyond_the_others()
    {
        Step(("psys", Component.Platform, 100), ("package-0", Component.Cpu, 10), ("package-0-dram", Component.Dram, 0));
        var interval = Step(("psys", Component.Platform, 150), ("package-0", Component.Cpu, 40), ("package-0-dram", Component.Dram, 5));
        Assert.Equal((30, 5, 0, 15), Tuple(interval.Energy));
    }

    [Fact]
    public void A_whole_machine_meter_that_lags_is_never_negative_and_loses_nothing()
    {
        Step(("psys", Component.Platform, 0), ("package-0", Component.Cpu, 0));
        Assert.Equal((30, 0, 0, 0), Tuple(Step(("psys", Component.Platform, 20), ("package-0", Component.Cpu, 30)).Energy));
        Assert.Equal((30, 0, 0, 40), Tuple(Step(("psys", Component.Platform, 100), ("package-0", Component.Cpu, 60)).Energy));
    }

    [Fact]
    public void The_only_meter_of_the_machine_is_all_of_the_platform()
    {
        Step(("psys", Component.Platform, 7));
        var interval = Step(("psys", Component.Platform, 19));
        Assert.Equal((0, 0, 0, 12), Tuple(interval.Energy));
        Assert.False(interval.Measured.Contains(Component.Cpu));
    }

    [Fact]
    public void A_component_with_a_zone_that_fails_has_no_power_at_this_instant()
    {
        Step(("package-0", Component.Cpu, 10), ("package-1", Component.Cpu, 20));
        Step(("package-0", Component.Cpu, 20), ("package-1", Component.Cpu, 30));
        var sample = Hosts.Sample(++_second * Hosts.Second, (Hosts.Zone("package-0"), Component.Cpu, 25));
        sample.Zones.Add(new ZoneReading(Hosts.Zone("package-1"), Component.Cpu, ReadOutcome.Failed, 0));
        var interval = _meter.Advance(sample.Zones.Items, sample.TimestampNanoseconds, Hosts.Second);
        Assert.Equal(5, interval.Energy[Component.Cpu]);
        Assert.False(interval.Live.Contains(Component.Cpu));
        Assert.True(interval.Measured.Contains(Component.Cpu));
        Assert.Equal(Hosts.Second / 2, _meter.CoveredNanoseconds(Component.Cpu));

        // The next reading covers the gap: nothing is lost, and it is no power of this interval.
        interval = Step(("package-0", Component.Cpu, 30), ("package-1", Component.Cpu, 42));
        Assert.Equal(17, interval.Energy[Component.Cpu]);
        Assert.Equal(3 * Hosts.Second / 2, _meter.CoveredNanoseconds(Component.Cpu));
        Assert.False(interval.Live.Contains(Component.Cpu));
        Assert.True(Step(("package-0", Component.Cpu, 31), ("package-1", Component.Cpu, 43)).Live.Contains(Component.Cpu));
    }

    [Fact]
    public void A_zone_that_never_gave_a_value_takes_nothing_from_the_others()
    {
        for (var raw = 10; raw <= 30; raw += 10)
        {
            var sample = Hosts.Sample(++_second * Hosts.Second, (Hosts.Zone("package-0"), Component.Cpu, raw));
            sample.Zones.Add(new ZoneReading(Hosts.Zone("package-1"), Component.Cpu, ReadOutcome.Denied, 0));
            var interval = _meter.Advance(sample.Zones.Items, sample.TimestampNanoseconds, Hosts.Second);
            Assert.Equal(raw > 10, interval.Live.Contains(Component.Cpu));
        }

        Assert.Equal(Hosts.Second, _meter.CoveredNanoseconds(Component.Cpu));
    }

    [Fact]
    public void The_idle_power_is_stated_only_when_every_zone_states_it()
    {
        var sample = Hosts.Sample(1, (Hosts.Zone("a", idle: 5), Component.Cpu, 1), (Hosts.Zone("b", idle: 7), Component.Cpu, 1));
        _meter.Advance(sample.Zones.Items, 1, 0);
        Assert.Equal(12, _meter.StatedIdleMicrowatts(Component.Cpu));
        Assert.Null(_meter.StatedIdleMicrowatts(Component.Dram));
        sample.Zones.Add(new ZoneReading(Hosts.Zone("c"), Component.Cpu, ReadOutcome.Ok, 1));
        _meter.Advance(sample.Zones.Items, 2, 1);
        Assert.Null(_meter.StatedIdleMicrowatts(Component.Cpu));
    }

    private IntervalEnergy Step(params (string Name, Component? CountsAs, long Raw)[] zones)
    {
        var sample = Hosts.Sample(++_second * Hosts.Second, [.. zones.Select(z => (Hosts.Zone(z.Name), z.CountsAs, z.Raw))]);
        return _meter.Advance(sample.Zones.Items, sample.TimestampNanoseconds, Hosts.Second);
    }

    private static (long Cpu, long Dram, long Gpu, long Platform) Tuple(ComponentEnergy e) =>
        (e[Component.Cpu], e[Component.Dram], e[Component.Gpu], e[Component.Platform]);
}
