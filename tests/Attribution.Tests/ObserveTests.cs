using FsCheck;
using FsCheck.Fluent;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;
using Wattshare.Fixtures;

namespace Wattshare.Attribution.Tests;

public sealed class ObserveTests
{
    private const long Ms = 1_000_000;
    private const long Range = 3_000_000_000;

    private readonly ZoneInfo _package = Hosts.Zone("package-0", Range, 400_000_000, idle: 10_000_000);
    private readonly Attributor _attributor = new(new AttributionRules());

    [Fact]
    public void Zones_read_at_1_khz_give_the_energies_of_1_hz()
    {
        var traces = Gen.Choose(0, int.MaxValue).ToArbitrary();
        Prop.ForAll(traces, IsTheSameAtBothRates).Check(Config.QuickThrowOnFailure.WithMaxTest(25));
    }

    [Fact]
    public void The_interval_is_that_between_two_samples_and_has_the_energy_of_all_readings()
    {
        Advance(0, 0);
        Observe(300, 4_000_000);
        Observe(600, 9_000_000);
        var report = Advance(1_000, 30_000_000);
        Assert.Equal((Hosts.Second, 30_000_000L, 10_000_000L), (report.IntervalNanoseconds, report.Host.LastInterval.Total, report.Idle.Cumulative.Total));
        Assert.Equal((30_000_000L, 30_000_000L), (report.Sensors.Single().EnergyMicrojoules, report.Sensors.Single().LastIntervalMicrojoules));
        Assert.True(report.Live.Contains(Component.Cpu));
        Assert.Equal(5, Advance(2_000, 30_000_005).Sensors.Single().LastIntervalMicrojoules);
    }

    [Fact]
    public void Observing_before_the_first_sample_books_nothing()
    {
        Observe(0, 1_000_000);
        Observe(1, 2_000_000);
        var report = Advance(2, 2_000_050);
        Assert.Equal((0L, 1_000_050L), (report.Host.Cumulative.Total, report.Sensors.Single().EnergyMicrojoules));
        Assert.Equal((0L, 0), (report.Host.LastInterval.Total, report.Live.Bits));
        report = Advance(3, 2_000_057);
        Assert.Equal((7L, true), (report.Host.Cumulative.Total, report.Live.Contains(Component.Cpu)));
    }

    [Fact]
    public void A_read_that_fails_in_between_is_covered_by_the_next()
    {
        Advance(0, 0);
        Observe(300, 4_000_000);
        Observe(600, 0, ReadOutcome.Failed);
        var report = Advance(1_000, 30_000_000);
        Assert.Equal((30_000_000L, true), (report.Host.Cumulative.Total, report.Live.Contains(Component.Cpu)));
        Assert.Equal(1, report.Sensors.Single().FailedReads);
    }

    [Fact]
    public void A_read_that_fails_at_the_end_leaves_the_interval_without_power_and_loses_nothing()
    {
        Advance(0, 0);
        Observe(500, 5_000_000);
        var report = Advance(1_000, 0, ReadOutcome.Failed);
        Assert.Equal((5_000_000L, false), (report.Host.Cumulative.Total, report.Live.Contains(Component.Cpu)));
        Observe(1_500, 20_000_000);
        report = Advance(2_000, 30_000_000);
        Assert.Equal((30_000_000L, false), (report.Host.Cumulative.Total, report.Live.Contains(Component.Cpu)));
        Assert.True(Advance(3_000, 40_000_000).Live.Contains(Component.Cpu));
    }

    [Fact]
    public void Every_wrap_is_followed_where_one_reading_a_second_would_lose_them()
    {
        // A counter of 1 J under 100 W wraps a hundred times a second.
        var zone = Hosts.Zone("fast", 999_999, 200_000_000);
        Advance(zone, 0, 0);
        for (var ms = 1; ms < 1_000; ms++) Observe(zone, ms, ms * 100_000L % 1_000_000);
        var report = Advance(zone, 1_000, 0);
        Assert.Equal((100_000_000L, 100L), (report.Host.Cumulative.Total, report.Sensors.Single().Wraps));
    }

    [Fact]
    public void A_reset_is_interpolated_between_two_readings_and_not_over_a_whole_interval()
    {
        Advance(0, 2_000_000_000);
        for (var ms = 1; ms < 500; ms++) Observe(ms, 2_000_000_000 + (ms * 20_000));
        for (var ms = 500; ms < 1_000; ms++) Observe(ms, 1_000_000_000 + (ms * 20_000));
        var report = Advance(1_000, 1_020_000_000);
        Assert.Equal((20_000_000L, 1L, 20_000L), (report.Host.Cumulative.Total, report.Sensors.Single().Resets, report.Sensors.Single().UnseenMicrojoules));
        Assert.False(report.Live.Contains(Component.Cpu));
    }

    [Fact]
    public void The_platform_is_reckoned_once_an_interval_however_its_meters_are_updated()
    {
        // The whole-machine meter moves 10 ms after the packages: within the interval that is no platform energy.
        var (psys, package) = (Hosts.Zone("psys"), Hosts.Zone("package-0"));
        _attributor.Advance(Hosts.Sample(0, (psys, Component.Platform, 0), (package, Component.Cpu, 0)));
        for (var i = 1; i < 100; i++)
            _attributor.Observe(Hosts.Sample(i * 10 * Ms, (psys, Component.Platform, (i - (i % 2)) * 250_000), (package, Component.Cpu, i * 200_000)));
        var report = _attributor.Advance(Hosts.Sample(Hosts.Second, (psys, Component.Platform, 25_000_000), (package, Component.Cpu, 20_000_000)));
        Assert.Equal((20_000_000L, 5_000_000L), (report.Host.Cumulative[Component.Cpu], report.Host.Cumulative[Component.Platform]));
    }

    [Fact]
    public void A_zone_that_only_whole_samples_have_covers_its_interval()
    {
        var slow = Hosts.Zone("slow", idle: 0);
        _attributor.Advance(Hosts.Sample(0, (_package, Component.Cpu, 0), (slow, Component.Dram, 0)));
        for (var ms = 100; ms < 1_000; ms += 100) Observe(ms, ms * 20_000L);
        var report = _attributor.Advance(Hosts.Sample(Hosts.Second, (_package, Component.Cpu, 20_000_000), (slow, Component.Dram, 3_000_000)));
        Assert.Equal((20_000_000L, 3_000_000L), (report.Host.Cumulative[Component.Cpu], report.Host.Cumulative[Component.Dram]));
        Assert.True(report.Live.Contains(Component.Cpu) && report.Live.Contains(Component.Dram));
    }

    [Fact]
    public void An_observation_that_is_earlier_is_an_error()
    {
        Advance(5, 0);
        Observe(7, 0);
        Assert.Throws<ArgumentException>(() => Observe(6, 0));
        Assert.Throws<ArgumentException>(() => Advance(6, 0));
        Assert.Equal(3 * Ms, Advance(8, 0).IntervalNanoseconds);
    }

    [Fact]
    public void An_observation_allocates_nothing()
    {
        var sample = Hosts.Sample(0, (_package, Component.Cpu, 0), (Hosts.Zone("dram"), Component.Dram, 0), (Hosts.Zone("psys"), Component.Platform, 0));
        _attributor.Advance(sample);
        var zones = sample.Zones.Items.ToArray();
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                sample.TimestampNanoseconds += Ms;
                for (var z = 0; z < zones.Length; z++)
                    sample.Zones.Items[z] = zones[z] with { RawMicrojoules = (sample.TimestampNanoseconds / 1_000 * 40) % Range };
                _attributor.Observe(sample);
            }
        }));
    }

    private static bool IsTheSameAtBothRates(int seed)
    {
        var trace = new ZoneTrace(seed);
        var (fast, slow) = (new Attributor(new AttributionRules()), new Attributor(new AttributionRules()));
        for (var ms = 0; ms <= 8_000; ms++)
        {
            var isEnd = ms % 1_000 == 0;
            var sample = trace.Next(mayFail: !isEnd);
            if (!isEnd)
            {
                fast.Observe(sample);
                continue;
            }

            AssertSame(fast.Advance(sample), slow.Advance(sample));
        }

        return true;
    }

    private static void AssertSame(PowerReport fast, PowerReport slow)
    {
        Assert.Equal((slow.Host, slow.Idle, slow.System, slow.ProcessOther), (fast.Host, fast.Idle, fast.System, fast.ProcessOther));
        Assert.Equal((slow.Live, slow.Measured, slow.IntervalNanoseconds), (fast.Live, fast.Measured, fast.IntervalNanoseconds));
        Assert.Equal(slow.Unattributed.ToArray(), fast.Unattributed.ToArray());
        Assert.Equal(slow.Containers.ToArray(), fast.Containers.ToArray());
        Assert.Equal(slow.IdleFloors.ToArray(), fast.IdleFloors.ToArray());
        Assert.Equal(slow.Sensors.Select(Energies), fast.Sensors.Select(Energies));
        Hosts.AssertIdentity(fast);
    }

    private static (long Total, long Last, long Wraps) Energies(SensorRow row) => (row.EnergyMicrojoules, row.LastIntervalMicrojoules, row.Wraps);

    private void Observe(int ms, long raw, ReadOutcome outcome = ReadOutcome.Ok) => _attributor.Observe(Sample(_package, ms, raw, outcome));

    private void Observe(ZoneInfo zone, int ms, long raw) => _attributor.Observe(Sample(zone, ms, raw, ReadOutcome.Ok));

    private PowerReport Advance(int ms, long raw, ReadOutcome outcome = ReadOutcome.Ok) => _attributor.Advance(Sample(_package, ms, raw, outcome));

    private PowerReport Advance(ZoneInfo zone, int ms, long raw) => _attributor.Advance(Sample(zone, ms, raw, ReadOutcome.Ok));

    private static HostSample Sample(ZoneInfo zone, int ms, long raw, ReadOutcome outcome)
    {
        var sample = Hosts.Sample(ms * Ms);
        sample.Zones.Add(new ZoneReading(zone, Component.Cpu, outcome, raw));
        return sample;
    }
}
