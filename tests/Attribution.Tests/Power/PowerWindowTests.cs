using FsCheck;
using FsCheck.Fluent;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Tests.Power;

public sealed class PowerWindowTests
{
    private const long Ms = 1_000_000;
    private const long Watt = 1_000_000;

    private readonly ZoneInfo _package = Hosts.Zone("package-0", maxMicrowatts: 10_000_000_000);
    private readonly Attributor _attributor = new(new AttributionRules());
    private long _now;
    private long _raw;

    [Fact]
    public void A_burst_within_the_interval_is_the_peak_and_the_mean_hides_it()
    {
        Advance(0, 0);
        Watts(10, milliseconds: 900);
        Watts(300, milliseconds: 50);
        Watts(10, milliseconds: 49);
        var report = Advance(1, 10_000);
        Assert.Equal((300 * Watt, 10 * Watt), (Cpu(report).PeakMicrowatts, Cpu(report).LowMicrowatts));
        Assert.Equal(24.5, report.Watts(report.Host.LastInterval[Component.Cpu]));

        // 95 steps of 10 W and 5 of 300 W.
        Assert.Equal(100, Cpu(report).Distribution.Count);
        Assert.Equal((95L, 5L), (Cpu(report).Distribution.Counts[3], Cpu(report).Distribution.Counts[10]));
        Assert.Equal(2_450_000, Cpu(report).Distribution.SumMilliwatts);
    }

    [Fact]
    public void A_counter_that_is_updated_with_jitter_fakes_no_peak()
    {
        // 20 W, but now and then an update comes a millisecond late and the next reading shows two.
        Advance(0, 0);
        for (var i = 1; i < 1_000; i++) Observe(1, i % 7 == 0 ? 0 : i % 7 == 1 && i > 1 ? 40_000 : 20_000);
        var row = Cpu(Advance(1, 20_000));
        Assert.InRange(row.PeakMicrowatts!.Value, 20 * Watt, 22 * Watt);
        Assert.InRange(row.LowMicrowatts!.Value, 18 * Watt, 20 * Watt);
    }

    [Fact]
    public void A_coarse_counter_has_a_step_from_one_movement_to_the_next()
    {
        // 1 J every 200 ms is 5 W, never 0 W nor 1000 W.
        Advance(0, 0);
        for (var i = 1; i < 1_000; i++) Observe(1, i % 200 == 0 ? 1_000_000 : 0);
        var row = Cpu(Advance(1, 1_000_000));
        Assert.Equal((5 * Watt, 5 * Watt, 5L), (row.PeakMicrowatts, row.LowMicrowatts, row.Distribution.Count));
    }

    [Fact]
    public void A_counter_that_stands_still_for_a_second_is_an_honest_zero()
    {
        Advance(0, 0);
        for (var i = 1; i < 1_000; i++) Observe(1, 0);
        var row = Cpu(Advance(1, 0));
        Assert.Equal((0L, 0L, 1L), (row.PeakMicrowatts, row.LowMicrowatts, row.Distribution.Counts[0]));
    }

    [Fact]
    public void A_long_interval_is_one_step()
    {
        Assert.Null(Cpu(Advance(0, 0)).PeakMicrowatts);
        var row = Cpu(Advance(5_000, 100_000_000));
        Assert.Equal((20 * Watt, 20 * Watt, 1L), (row.PeakMicrowatts, row.LowMicrowatts, row.Distribution.Count));
        Assert.Equal(40 * Watt, Cpu(Advance(20, 800_000)).PeakMicrowatts);
    }

    [Fact]
    public void The_step_over_a_gap_is_dropped()
    {
        Advance(0, 0);
        Advance(1_000, 10_000_000);
        _attributor.Advance(Sample(1_000, 0, ReadOutcome.Failed));
        var row = Cpu(Advance(1_000, 500_000_000));
        Assert.Equal((10 * Watt, 1L), (row.PeakMicrowatts, row.Distribution.Count));
        row = Cpu(Advance(1_000, 20_000_000));
        Assert.Equal((20 * Watt, 2L), (row.PeakMicrowatts, row.Distribution.Count));
    }

    [Fact]
    public void The_step_over_a_reset_is_dropped()
    {
        Advance(0, 5_000_000_000);
        Advance(1_000, 10_000_000);
        _raw = 0;
        Advance(1_000, 0);
        Advance(1_000, 30_000_000);
        Assert.Equal(1, Cpu(Advance(0 + 5, 0)).Distribution.Count);
        Assert.Equal(2, Cpu(Advance(995, 12_000_000)).Distribution.Count);
    }

    [Fact]
    public void A_zone_that_vanished_and_came_back_fakes_no_peak()
    {
        Advance(0, 0);
        Advance(1_000, 10_000_000);
        for (var i = 0; i < 3; i++) _attributor.Advance(Hosts.Sample(_now += 1_000 * Ms));
        Advance(1_000, 40_000_000);
        Assert.Equal(10 * Watt, Cpu(Advance(1_000, 10_000_000)).PeakMicrowatts);
    }

    [Fact]
    public void A_component_of_two_packages_has_a_step_when_both_are_read()
    {
        var other = Hosts.Zone("package-1");
        PowerReport Take(int second, long first, long secondRaw) =>
            _attributor.Advance(Hosts.Sample(second * Hosts.Second, (_package, Component.Cpu, first), (other, Component.Cpu, secondRaw)));
        Take(0, 0, 0);
        for (var i = 1; i < 10; i++) _attributor.Observe(Hosts.Sample(i * 100 * Ms, (_package, Component.Cpu, i * 2_000_000)));
        var row = Cpu(Take(1, 20_000_000, 10_000_000));
        Assert.Equal((30 * Watt, 1L), (row.PeakMicrowatts, row.Distribution.Count));
    }

    [Fact]
    public void A_peak_stays_for_a_minute_and_then_goes()
    {
        Advance(0, 0);
        Advance(1_000, 90_000_000);
        for (var i = 0; i < 60; i++) Assert.Equal(90 * Watt, Cpu(Advance(1_000, 10_000_000)).PeakMicrowatts);
        Advance(1_000, 10_000_000);
        Assert.Equal(10 * Watt, Cpu(Advance(1_000, 10_000_000)).PeakMicrowatts);
    }

    [Fact]
    public void Who_reads_once_a_minute_misses_no_peak()
    {
        var cases = Gen.Choose(0, 59_999).Zip(Gen.Choose(1, 20_000)).Zip(Gen.Choose(0, int.MaxValue)).ToArbitrary();
        Prop.ForAll(cases, c => SeesEveryPeak(c.Item1.Item1, c.Item1.Item2, c.Item2)).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    [Fact]
    public void Without_a_step_in_the_window_there_is_no_peak()
    {
        Advance(0, 0);
        Advance(1_000, 90_000_000);
        PowerReport report = null!;
        for (var i = 0; i < 63; i++) report = _attributor.Advance(Sample(1_000, 0, ReadOutcome.Failed));
        Assert.Equal((null, null, 1L), (Cpu(report).PeakMicrowatts, Cpu(report).LowMicrowatts, Cpu(report).Distribution.Count));
    }

    [Fact]
    public void A_component_that_is_not_measured_has_no_row()
    {
        Assert.Equal([Component.Cpu], Advance(0, 0).Power.Select(row => row.Component));
        Assert.Empty(PowerReport.Empty.Power);
    }

    [Fact]
    public void A_bound_belongs_to_the_bucket_below_it()
    {
        Advance(0, 0);
        Advance(1_000, 1_000_000);
        Advance(1_000, 1_000_001);
        var counts = Cpu(Advance(1_000, 6_000_000_000)).Distribution.Counts;
        Assert.Equal((1L, 1L, 1L, 18), (counts[0], counts[1], counts[^1], counts.Length));
    }

    [Fact]
    public void The_platform_lagging_behind_its_parts_has_no_negative_power()
    {
        var psys = Hosts.Zone("psys");
        for (var i = 0; i <= 100; i++)
        {
            var sample = Hosts.Sample(i * 10 * Ms, (psys, Component.Platform, i / 5 * 2_000_000), (_package, Component.Cpu, i * 200_000));
            if (i % 100 > 0) _attributor.Observe(sample);
            else _attributor.Advance(sample);
        }

        var row = _attributor.Advance(Hosts.Sample(1_050 * Ms, (psys, Component.Platform, 42_000_000), (_package, Component.Cpu, 21_000_000))).Power
            .Single(r => r.Component == Component.Platform);
        Assert.InRange(row.LowMicrowatts!.Value, 10 * Watt, 25 * Watt);
        Assert.InRange(row.PeakMicrowatts!.Value, 20 * Watt, 30 * Watt);
    }

    [Fact]
    public void The_mean_is_between_the_low_and_the_peak()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var trace = new ZoneTrace(seed);
            var attributor = new Attributor(new AttributionRules());
            var report = PowerReport.Empty;
            for (var ms = 0; ms <= 3_000; ms++)
            {
                var sample = trace.Next(mayFail: false);
                if (ms % 1_000 == 0) report = attributor.Advance(sample);
                else attributor.Observe(sample);
            }

            var mean = report.Host.LastInterval[Component.Cpu];
            Assert.InRange(mean, Cpu(report).LowMicrowatts!.Value, Cpu(report).PeakMicrowatts!.Value);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));
    }

    private static bool SeesEveryPeak(int phase, int intervalMilliseconds, int seed)
    {
        var random = new Random(seed);
        var test = new PowerWindowTests();
        var latest = test.Advance(0, 0);
        var (nextRead, peakSinceRead) = ((phase + 1) * Ms, 0L);
        while (test._now < 200_000 * Ms)
        {
            while (nextRead < test._now + (intervalMilliseconds * Ms))
            {
                // The reader sees the report that was published last.
                if (peakSinceRead > 0 && Cpu(latest).PeakMicrowatts < peakSinceRead) return false;
                (nextRead, peakSinceRead) = (nextRead + (60_000 * Ms), 0);
            }

            var watts = random.Next(40) == 0 ? random.Next(100, 400) : 10;
            latest = test.Advance(intervalMilliseconds, watts * 1_000L * intervalMilliseconds);
            if (intervalMilliseconds >= 10) peakSinceRead = Math.Max(peakSinceRead, watts * Watt);
        }

        return true;
    }

    private void Watts(int watts, int milliseconds)
    {
        for (var i = 0; i < milliseconds; i++) Observe(1, watts * 1_000L);
    }

    private void Observe(int milliseconds, long microjoules) => _attributor.Observe(Sample(milliseconds, microjoules, ReadOutcome.Ok));

    private PowerReport Advance(int milliseconds, long microjoules) => _attributor.Advance(Sample(milliseconds, microjoules, ReadOutcome.Ok));

    private HostSample Sample(int milliseconds, long microjoules, ReadOutcome outcome)
    {
        _now += milliseconds * Ms;
        _raw += microjoules;
        var sample = Hosts.Sample(_now);
        sample.Zones.Add(new ZoneReading(_package, Component.Cpu, outcome, _raw));
        return sample;
    }

    private static PowerRow Cpu(PowerReport report) => report.Power.Single(row => row.Component == Component.Cpu);
}
