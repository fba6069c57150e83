using FsCheck;
using FsCheck.Fluent;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Sensors.Overlap;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Sensors.Overlap;

public sealed class CountedOnceTests
{
    private readonly OverlapRig _rig = new();

    [Fact]
    public void The_first_in_order_counts_and_the_other_is_shown()
    {
        _rig.Add("rapl", "a", package: 0);
        _rig.Add("perf", "b", package: 0);
        Assert.Equal("a", _rig.Sample(100, 0));
        Assert.Equal("a", _rig.Sample(110, 11));
        Assert.Equal(10, _rig.Counted);
        Assert.True(_rig.Counts("rapl"));
        Assert.False(_rig.Counts("perf"));
    }

    [Fact]
    public void Packages_dies_and_components_are_apart_and_what_is_not_known_overlaps_with_all()
    {
        _rig.Add("rapl", "package-0", package: 0);
        _rig.Add("rapl", "die-0", package: 1, die: 0);
        _rig.Add("rapl", "dram", Component.Dram, package: 0);
        _rig.Add("perf", "same", package: 0);
        _rig.Add("perf", "other-die", package: 1, die: 1);
        _rig.Add("perf", "whole-package", package: 1);
        _rig.Add("perf", "package-2", package: 2);
        _rig.Add("hwmon", "anywhere");
        _rig.Add("hwmon", "machine", Component.Platform);
        _rig.Add("hwmon", "shown", null);
        Assert.Equal("package-0 die-0 dram other-die package-2 machine", _rig.Sample(1, 1, 1, 1, 1, 1, 1, 1, 1, 1));
    }

    [Fact]
    public void Zones_of_one_sensor_are_for_the_sensor_to_settle()
    {
        _rig.Add("rapl", "a", package: 0);
        _rig.Add("rapl", "b", package: 0);
        Assert.Equal("a b", _rig.Sample(1, 1));
    }

    [Fact]
    public void Where_the_first_cannot_be_read_from_the_beginning_the_second_counts()
    {
        _rig.Add("rapl", "a", package: 0);
        _rig.Add("perf", "b", package: 0);
        Assert.Equal("b", _rig.Sample(null, 5));
        Assert.Equal("b", _rig.Sample(null, 8));
        Assert.Equal(3, _rig.Counted);
    }

    [Fact]
    public void Where_none_can_be_read_the_first_stands_for_what_is_missing()
    {
        _rig.Add("rapl", "a", package: 0);
        _rig.Add("perf", "b", package: 0);
        Assert.Equal("a", _rig.Sample(null, null));
    }

    [Fact]
    public void A_change_of_zones_in_both_directions_loses_nothing_and_doubles_nothing()
    {
        _rig.Add("rapl", "a", package: 0);
        _rig.Add("perf", "b", package: 0);
        Assert.Equal("a", _rig.Sample(1000, 0));
        Assert.Equal("a", _rig.Sample(1010, 10));
        Assert.Equal("b", _rig.Sample(null, 25));
        Assert.Equal("b", _rig.Sample(null, 45));
        Assert.Equal(45, _rig.Counted);

        // The first value after its return covers what the other one counted.
        Assert.Equal("b", _rig.Sample(1075, 75));
        Assert.Equal("a", _rig.Sample(1105, 105));
        Assert.Equal(105, _rig.Counted);
    }

    [Fact]
    public void What_was_missed_by_all_is_collected_by_the_one_that_was_missing()
    {
        _rig.Add("rapl", "a", package: 0);
        _rig.Add("perf", "b", package: 0);
        _ = _rig.Sample(0, 0);
        Assert.Equal("b", _rig.Sample(null, 10));
        Assert.Equal("b", _rig.Sample(20, null));
        Assert.Equal("b", _rig.Sample(30, 30));
        Assert.Equal("a", _rig.Sample(40, 40));
        Assert.Equal(40, _rig.Counted);
    }

    [Fact]
    public void What_stands_in_for_a_zone_of_its_own_sensor_counts_while_that_one_fails_and_nothing_is_lost()
    {
        _rig.AddSubstitute("rapl", "mmio", package: 0);
        _rig.Add("rapl", "msr", package: 0);
        Assert.Equal("msr", _rig.Sample(0, 1000));
        Assert.Equal("msr", _rig.Sample(10, 1010));
        Assert.Equal("mmio", _rig.Sample(25, null));
        Assert.Equal("mmio", _rig.Sample(75, 1075));
        Assert.Equal("msr", _rig.Sample(105, 1105));
        Assert.Equal(105, _rig.Counted);
    }

    [Fact]
    public void A_package_stands_in_for_its_dies_only_when_none_of_them_counts()
    {
        _rig.Add("rapl", "die-0", package: 0, die: 0);
        _rig.Add("rapl", "die-1", package: 0, die: 1);
        _rig.AddSubstitute("rapl", "whole", package: 0);
        _rig.AddSubstitute("rapl", "other", package: 1);
        Assert.Equal("die-0 die-1 other", _rig.Sample(0, 0, 0, 0));
        Assert.Equal("die-0 die-1 other", _rig.Sample(null, 5, 10, 0));
        Assert.Equal("die-0 die-1 other", _rig.Sample(10, 10, 20, 0));
        Assert.Equal("whole other", _rig.Sample(null, null, 30, 0));
        Assert.Equal(30, _rig.Counted);
    }

    [Fact]
    public void Dies_stand_in_for_their_package_together()
    {
        _rig.Add("rapl", "whole", package: 0);
        _rig.AddSubstitute("rapl", "die-0", package: 0, die: 0);
        _rig.AddSubstitute("rapl", "die-1", package: 0, die: 1);
        Assert.Equal("whole", _rig.Sample(0, 0, 0));
        Assert.Equal("die-0 die-1", _rig.Sample(null, 4, 6));
        Assert.Equal(10, _rig.Counted);
    }

    [Fact]
    public void Of_another_sensor_what_is_no_substitute_comes_first()
    {
        _rig.Add("rapl", "msr", package: 0);
        _rig.AddSubstitute("rapl", "mmio", package: 0);
        _rig.Add("perf", "b", package: 0);
        Assert.Equal("msr", _rig.Sample(0, 0, 0));
        Assert.Equal("b", _rig.Sample(null, 10, 10));
        Assert.Equal("mmio", _rig.Sample(null, 20, null));
        Assert.Equal(20, _rig.Counted);
    }

    [Fact]
    public void A_value_that_lost_its_gap_leaves_it_to_another_zone()
    {
        var rule = new CountedOnce();
        ZoneInfo[] zones = [.. new[] { "hwmon", "rapl" }.Select(static name =>
            new ZoneInfo { Sensor = name, Zone = name, Path = name, Method = MeasurementMethod.Counter, Perimeter = "platform" })];
        Assert.Equal("hwmon", Settle(isBaseline: false));
        Assert.Equal("rapl", Settle(isBaseline: true));
        Assert.Equal("rapl", Settle(isBaseline: false));
        Assert.Equal("hwmon", Settle(isBaseline: false));

        string Settle(bool isBaseline)
        {
            var readings = new Buffer<ZoneReading>();
            foreach (var zone in zones)
                readings.Add(new ZoneReading(zone, Component.Platform, ReadOutcome.Ok, 0) { IsBaseline = isBaseline && zone.Sensor == "hwmon" });
            rule.Settle(readings);
            rule.EndSample();
            return Assert.Single(readings.Items.ToArray(), static reading => reading.CountsAs is not null).Zone.Zone;
        }
    }

    [Fact]
    public void A_zone_that_its_sensor_counts_only_since_the_last_sample_waits_for_the_next()
    {
        var rule = new CountedOnce();
        var info = new ZoneInfo { Sensor = "rapl", Zone = "a", Path = "a", Method = MeasurementMethod.Counter, Perimeter = "test" };
        var readings = new Buffer<ZoneReading>();
        readings.Add(new ZoneReading(info, null, ReadOutcome.Ok, 0));
        rule.Settle(readings);
        rule.EndSample();
        readings.Clear();
        readings.Add(new ZoneReading(info, Component.Cpu, ReadOutcome.Ok, 5));
        rule.Filter(readings, 0);
        Assert.Equal(0, readings.Count);
    }

    [Fact]
    public void A_zone_alone_that_fails_collects_its_own_gap()
    {
        _rig.Add("rapl", "a", package: 0);
        _ = _rig.Sample(100);
        Assert.Equal("a", _rig.Sample([null]));
        Assert.Equal("a", _rig.Sample(150));
        Assert.Equal(50, _rig.Counted);
    }

    [Fact]
    public void A_zone_that_its_own_sensor_left_out_while_it_failed_does_not_bring_its_gap()
    {
        // A duplicate through another interface counted meanwhile: the sensor changes its mind when the better one returns.
        var rule = new CountedOnce();
        var info = new ZoneInfo { Sensor = "rapl", Zone = "a", Path = "a", Method = MeasurementMethod.Counter, Perimeter = "test" };
        Assert.Equal(Component.Cpu, Settle(Component.Cpu, ReadOutcome.Ok));
        Assert.Null(Settle(null, ReadOutcome.Absent));
        Assert.Null(Settle(Component.Cpu, ReadOutcome.Ok));
        Assert.Equal(Component.Cpu, Settle(Component.Cpu, ReadOutcome.Ok));

        Component? Settle(Component? wanted, ReadOutcome outcome)
        {
            var readings = new Buffer<ZoneReading>();
            readings.Add(new ZoneReading(info, wanted, outcome, 0));
            rule.Settle(readings);
            rule.EndSample();
            return readings.Items[0].CountsAs;
        }
    }

    [Fact]
    public void Between_samples_only_the_one_that_counts_is_left()
    {
        _rig.Add("rapl", "a", package: 0);
        _rig.Add("perf", "b", package: 0);
        _ = _rig.Sample(100, 0);
        Assert.Equal("a", _rig.Between(104, 4));
        Assert.Equal(4, _rig.Counted);
    }

    [Fact]
    public void After_readings_in_between_a_change_waits_for_the_next_sample()
    {
        _rig.Add("rapl", "a", package: 0);
        _rig.Add("perf", "b", package: 0);
        _ = _rig.Sample(100, 0);
        _ = _rig.Between(104, 4);

        // The other one's difference would hold the four microjoules once more.
        Assert.Equal("a", _rig.Sample(null, 10));
        Assert.Equal("b", _rig.Between(null, 14));
        Assert.Equal("b", _rig.Sample(null, 20));
    }

    /// <summary>Two sensors see the same energy, each with its own beginning; any of their reads may fail.</summary>
    [Fact]
    public void Whatever_fails_no_energy_is_counted_twice() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(
        ArbMap.Default.ArbFor<bool>(),
        ArbMap.Default.ArbFor<byte[]>(),
        static (ofOneSensor, steps) =>
        {
            var (rig, truth) = Pair(ofOneSensor);
            foreach (var step in steps)
            {
                truth += step;
                long? first = (step & 1) == 0 ? null : 1000 + truth, second = (step & 2) == 0 ? null : truth;
                if ((step & 4) == 0) _ = rig.Sample(first, second);
                else _ = rig.Between(first, second);
            }

            return rig.Counted <= truth;
        }));

    [Fact]
    public void While_one_of_the_two_can_always_be_read_nothing_is_lost() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(
        ArbMap.Default.ArbFor<bool>(),
        ArbMap.Default.ArbFor<byte[]>(),
        static (ofOneSensor, steps) =>
        {
            var (first, truth) = Pair(ofOneSensor);
            var (second, _) = Pair(ofOneSensor);
            foreach (var step in steps)
            {
                truth += step;
                _ = first.Sample((step & 1) == 0 ? null : 1000 + truth, truth);
                _ = second.Sample(1000 + truth, (step & 1) == 0 ? null : truth);
            }

            return first.Counted == truth && second.Counted == truth;
        }));

    [Fact]
    public void Settling_allocates_nothing_in_steady_state()
    {
        var rule = new CountedOnce();
        var zones = Enumerable.Range(0, 8).Select(static i => new ZoneInfo
        {
            Sensor = i < 4 ? "rapl" : "perf",
            Zone = $"z{i}",
            Path = $"z{i}",
            Method = MeasurementMethod.Counter,
            Perimeter = "test",
            Package = i % 4,
        }).ToArray();
        var readings = new Buffer<ZoneReading>();
        Round();
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 1_000; i++) Round();
        }));

        void Round()
        {
            readings.Clear();
            foreach (var zone in zones) readings.Add(new ZoneReading(zone, Component.Cpu, ReadOutcome.Ok, 1));
            rule.Settle(readings);
            rule.EndSample();
            rule.Filter(readings, 0);
        }
    }

    private static (OverlapRig Rig, long Truth) Pair(bool ofOneSensor)
    {
        var rig = new OverlapRig();
        rig.Add("rapl", "a", package: 0);
        if (ofOneSensor) rig.AddSubstitute("rapl", "b", package: 0);
        else rig.Add("perf", "b", package: 0);
        _ = rig.Sample(1000, 0);
        return (rig, 0);
    }
}
