using Wattshare.Attribution.Idle;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;
using Wattshare.Attribution.Tests.Splitting;

namespace Wattshare.Attribution.Tests.Idle;

/// <summary>A learned floor is of the zones that it was learned from, and of no others; and what somebody states is not learned.</summary>
public sealed class FloorPerimeterTests
{
    private static readonly ZoneInfo First = Hosts.Zone("package-0");
    private static readonly ZoneInfo Second = Hosts.Zone("package-1");
    private static readonly ZoneInfo Model = Hosts.Zone("cpu", idle: 47_000_000) with { Sensor = "model", Method = MeasurementMethod.Model };
    private static readonly ZoneInfo Psys = Hosts.Zone("psys") with { Perimeter = "platform" };

    private readonly Dictionary<ZoneInfo, long> _raw = [];
    private Attributor _attributor = new(new AttributionRules());
    private long _second;

    [Fact]
    public void A_night_with_the_model_teaches_nothing_about_the_counter_that_can_be_read_in_the_morning()
    {
        var row = Idle(100, (Model, Component.Cpu, 47));
        Assert.Equal((IdleFloorSource.Stated, 47_000_000L, 0.0), (row.Source, row.Microwatts, row.ObservedSeconds));
        Assert.Equal((null, null), (row.LastObserved, row.Learned));
        row = Idle(1 + 9, (Model, null, 47), (First, Component.Cpu, 100));
        Assert.Equal(IdleFloorSource.Unknown, row.Source);
        row = Idle(1, (Model, null, 47), (First, Component.Cpu, 100));
        Assert.Equal((IdleFloorSource.Learned, 100_000_000L, 10.0), (row.Source, row.Microwatts, row.ObservedSeconds));
    }

    [Fact]
    public void With_another_package_that_can_be_read_the_floor_is_learned_anew()
    {
        var row = Idle(100, (First, Component.Cpu, 30));
        var kept = row.Learned!;
        Assert.Equal((IdleFloorSource.Learned, 30_000_000L), (row.Source, row.Microwatts));
        row = Idle(1, (First, Component.Cpu, 30), (Second, Component.Cpu, 40));
        Assert.Equal((IdleFloorSource.Unknown, 0L, null), (row.Source, row.Microwatts, row.LastObserved));
        row = Idle(41, (First, Component.Cpu, 30), (Second, Component.Cpu, 40));
        Assert.Equal((IdleFloorSource.Learned, 70_000_000L), (row.Source, row.Microwatts));

        // What was kept of the one package is not lost before there is as much of both.
        Assert.Same(kept, row.Learned);
        row = Idle(40, (First, Component.Cpu, 30), (Second, Component.Cpu, 40));
        Assert.NotEqual(kept.Zones, row.Learned!.Zones);
        Assert.Equal(70_000_000, row.Learned.Bins.Single().Microwatts);
    }

    [Fact]
    public void Zones_that_count_again_find_what_was_kept_of_them()
    {
        Idle(100, (First, Component.Cpu, 30));
        Idle(5, (First, Component.Cpu, 30), (Second, Component.Cpu, 40));
        var row = Idle(1, (First, Component.Cpu, 30), (Second, null, 40));
        Assert.Equal((IdleFloorSource.Learned, 30_000_000L), (row.Source, row.Microwatts));
    }

    [Fact]
    public void The_platform_is_the_whole_machine_no_longer_once_the_processor_is_measured()
    {
        var row = Idle(100, (Psys, Component.Platform, 80));
        Assert.Equal((Component.Platform, IdleFloorSource.Learned, 80_000_000L), (row.Component, row.Source, row.Microwatts));
        Idle(2, (First, Component.Cpu, 50), (Psys, Component.Platform, 80));
        var rows = Take(busy: false, (First, Component.Cpu, 50), (Psys, Component.Platform, 80)).IdleFloors;
        Assert.Equal([IdleFloorSource.Unknown, IdleFloorSource.Unknown], rows.Select(one => one.Source));
        Idle(20, (First, Component.Cpu, 50), (Psys, Component.Platform, 80));
        rows = Take(busy: false, (First, Component.Cpu, 50), (Psys, Component.Platform, 80)).IdleFloors;
        Assert.Equal([50_000_000L, 30_000_000L], rows.Select(one => one.Microwatts));
    }

    [Fact]
    public void Another_method_is_another_floor()
    {
        Idle(100, (First, Component.Cpu, 30));
        var row = Idle(1, (First with { Method = MeasurementMethod.Integrated }, Component.Cpu, 30));
        Assert.Equal((IdleFloorSource.Unknown, 0.0), (row.Source, row.ObservedSeconds));
    }

    [Fact]
    public void Failures_and_another_way_to_the_same_zones_change_nothing()
    {
        Idle(100, (First, Component.Cpu, 30), (Second, Component.Cpu, 40));
        var sample = Next(busy: false, (First, Component.Cpu, 0), (Second, Component.Cpu, 0));
        sample.Zones.Items[1] = sample.Zones.Items[1] with { Outcome = ReadOutcome.Denied };
        Assert.Equal(70_000_000, _attributor.Advance(sample).IdleFloors.Single().Microwatts);

        // The same packages through another sensor, in another order, with another range.
        var (one, other) = (First with { Sensor = "z", Path = "9" }, Second with { Sensor = "z", Path = "1", MaxRangeMicrojoules = 7_000_000_000_000 });
        for (var i = 0; i < 3; i++)
        {
            var row = Take(busy: true, (First, null, 0), (Second, null, 0), (one, Component.Cpu, 90), (other, Component.Cpu, 90)).IdleFloors.Single();
            Assert.Equal((IdleFloorSource.Learned, 70_000_000L), (row.Source, row.Microwatts));
        }
    }

    [Fact]
    public void The_next_run_takes_the_floor_of_its_own_zones_only()
    {
        var learned = Idle(100, (First, Component.Cpu, 30), (Second, Component.Cpu, 40)).Learned!;
        Restart(learned);
        var row = Idle(5, (First, Component.Cpu, 30));
        Assert.Equal((IdleFloorSource.Unknown, 4.0), (row.Source, row.ObservedSeconds));
        Assert.Same(learned, row.Learned);

        // The other package comes a little later.
        row = Idle(1, (First, Component.Cpu, 30), (Second, Component.Cpu, 40));
        Assert.Equal((IdleFloorSource.Learned, 70_000_000L, learned.LastObserved), (row.Source, row.Microwatts, row.LastObserved));
        Assert.Same(learned, row.Learned);
    }

    [Fact]
    public void A_floor_that_does_not_say_of_which_zones_it_is_is_of_the_first_ones()
    {
        var learned = Idle(100, (First, Component.Cpu, 30)).Learned!;
        Restart(learned with { Zones = 0 });
        var row = Idle(1, (First, Component.Cpu, 30));
        Assert.Equal((IdleFloorSource.Learned, learned.Zones), (row.Source, row.Learned!.Zones));
        Assert.Equal(IdleFloorSource.Unknown, Idle(1, (First, Component.Cpu, 30), (Second, Component.Cpu, 40)).Source);
    }

    [Fact]
    public void How_idle_energy_is_parted_is_not_learned_either_while_it_is_stated()
    {
        var host = new TwoPackages();
        for (var i = 0; i < 2; i++) host.Zones[i] = host.Zones[i]! with { IdleMicrowatts = 20_000_000 };
        var (first, second) = (TwoPackages.Bound(1, "first", 0), TwoPackages.Bound(2, "second", 1));
        for (var i = 0; i < 63; i++) host.Step([30, 10, 2, 6], [0, 0], (first, 0), (second, 0));
        var report = host.Step([100, 40, 0, 0], [1000, 1000], (first, 1000), (second, 1000));
        Assert.Equal((80_000_000L, 20_000_000L), (TwoPackages.Got(report, "first"), TwoPackages.Got(report, "second")));
    }

    private void Restart(LearnedFloor learned) => _attributor = new Attributor(new AttributionRules { LearnedFloors = [learned] });

    private IdleFloorRow Idle(int seconds, params ReadOnlySpan<(ZoneInfo Zone, Component? CountsAs, int Watts)> zones)
    {
        PowerReport? report = null;
        for (var i = 0; i < seconds; i++) report = Take(busy: false, zones);
        return report!.IdleFloors[0];
    }

    private PowerReport Take(bool busy, params ReadOnlySpan<(ZoneInfo Zone, Component? CountsAs, int Watts)> zones) => _attributor.Advance(Next(busy, zones));

    private HostSample Next(bool busy, params ReadOnlySpan<(ZoneInfo Zone, Component? CountsAs, int Watts)> zones)
    {
        var sample = Hosts.Sample(++_second * Hosts.Second);
        foreach (var (zone, countsAs, watts) in zones)
            sample.Zones.Add(new ZoneReading(zone, countsAs, ReadOutcome.Ok, _raw[zone] = _raw.GetValueOrDefault(zone) + (watts * 1_000_000L)));
        sample.WallTime = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000 + _second);
        var time = _second * 2_000_000_000;
        sample.Cpu = busy ? new CpuTimes(time, 0, 0) : new CpuTimes(0, 0, time);
        return sample;
    }
}
