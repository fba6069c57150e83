using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Tests.Counters;

/// <summary>Energy and CPU time refer to the same instants, although zones are read after CPU times.</summary>
public sealed class AlignmentTests
{
    private const long Ms = 1_000_000;

    private readonly ZoneInfo _zone = Hosts.Zone("package-0", 262_143_328_850, 400_000_000, idle: 0);
    private readonly Attributor _attributor = new(new AttributionRules());

    [Fact]
    public void Energy_is_told_for_the_instant_of_the_CPU_times_and_the_rest_is_the_next_intervals()
    {
        // 100 W all the while. The zones are read 10 ms, 30 ms and 20 ms after the instants of the samples.
        Prime(atMs: -5, raw: 0);
        Assert.Equal(0, Take(0, lateMs: 10, raw: 1_500_000).Host.Cumulative.Total);
        var first = Take(1_000, lateMs: 30, raw: 103_500_000);
        Assert.Equal((100_000_000L, 100_000_000L), (first.Host.LastInterval.Total, first.Sensors.Single().LastIntervalMicrojoules));
        Assert.Equal(103_500_000, first.Sensors.Single().EnergyMicrojoules);
        Assert.True(first.Live.Contains(Component.Cpu));
        Assert.Equal(100_000_000, Take(2_000, lateMs: 20, raw: 202_500_000).Host.LastInterval.Total);
    }

    [Fact]
    public void Readings_of_the_instant_itself_are_booked_to_the_microjoule_as_they_are()
    {
        Take(0, lateMs: 0, raw: 7);
        Assert.Equal(33_333_333, Take(1_000, lateMs: 0, raw: 33_333_340).Host.LastInterval.Total);
        Assert.Equal(1, Take(1_001, lateMs: 0, raw: 33_333_341).Host.LastInterval.Total);
    }

    [Fact]
    public void A_meter_that_stands_still_has_no_energy_and_catches_up_where_it_moves()
    {
        Prime(-1, 0);
        Take(0, 5, 0);
        for (var second = 1; second < 5; second++) Assert.Equal((0L, true), HostOf(Take(second * 1_000, 5, 0)));

        // 10 J since it moved last, 5 s ago: a thousandth of that time is after the sample.
        var report = Take(4_999, 6, 10_010_000);
        Assert.Equal((10_010_000L - (10_010_000L * 6 / 5_006), true), (report.Host.LastInterval.Total, report.Live.Contains(Component.Cpu)));
        Assert.Equal(10_010_000, Take(6_000, 5, 10_010_000).Host.Cumulative.Total);
    }

    [Fact]
    public void A_meter_that_moves_in_bursts_is_not_cut_in_the_millisecond_in_which_it_moves()
    {
        // Renewed once a second and read every millisecond: the burst of 100 J falls between a reading before the sample and one after it.
        Prime(-1, 0);
        Take(0, 0, 0);
        for (var ms = 1; ms < 1_000; ms++) Observe(ms, 0);
        var report = Take(1_000, 1, 100_000_000);
        Assert.Equal(100_000_000 - (100_000_000 / 1_002), report.Host.LastInterval.Total);
        Assert.Equal(100_000_000, Take(2_000, 1, 100_000_000).Host.Cumulative.Total);
    }

    [Fact]
    public void What_was_read_ahead_is_not_lost_when_the_next_read_fails()
    {
        Prime(-1, 0);
        Take(0, 10, 1_100_000);
        Assert.Equal((100_000_000L, true), HostOf(Take(1_000, 10, 101_100_000)));
        Assert.Equal((1_000_000L, false), HostOf(Take(2_000, 10, 0, ReadOutcome.Failed)));
        var report = Take(3_000, 10, 301_100_000);
        Assert.Equal((199_000_000L, false), HostOf(report));
        Assert.Equal((100_000_000L, true), HostOf(Take(4_000, 10, 401_100_000)));
    }

    [Fact]
    public void What_was_read_ahead_is_not_lost_when_the_zone_vanishes()
    {
        Prime(-1, 0);
        Take(0, 10, 1_100_000);
        Take(1_000, 10, 101_100_000);
        var gone = _attributor.Advance(Hosts.Sample(Instant(2_000)));
        Assert.Equal((1_000_000L, false), HostOf(gone));
        Assert.Equal(0, _attributor.Advance(Hosts.Sample(Instant(3_000))).Host.LastInterval.Total);

        // It comes back, and the gap is covered.
        Assert.Equal(299_000_000, Take(4_000, 10, 401_100_000).Host.LastInterval.Total);
    }

    [Fact]
    public void A_wrap_between_the_instant_and_the_reading_is_no_matter()
    {
        var turn = _zone.MaxRangeMicrojoules + 61;
        Prime(-1, turn - 50_100_000);
        Take(0, 0, turn - 50_000_000);
        Assert.Equal((50_000_000L, true), HostOf(Take(1_000, 1_000, 50_000_000)));
        Assert.Equal((50_000_000L, true), HostOf(Take(2_000, 1_000, 100_000_000)));
        Assert.Equal(1, _attributor.Advance(Hosts.Sample(Instant(4_000))).Sensors.Single().Wraps);
    }

    [Fact]
    public void After_a_reset_the_energy_goes_on_at_the_instant_of_the_next_sample()
    {
        Prime(-1, 200_000_000_000);
        Take(0, 10, 200_001_100_000);
        Assert.Equal((1_000_000L, false), HostOf(Take(1_000, 10, 5_000_000)));
        Assert.Equal((199_000_000L, false), HostOf(Take(2_000, 10, 105_000_000))); // A second between the readings is interpolated.
        Assert.Equal((100_000_000L, true), HostOf(Take(3_000, 10, 205_000_000)));
        Assert.Equal(1, _attributor.Advance(Hosts.Sample(Instant(4_000))).Sensors.Single().Resets);
    }

    [Fact]
    public void A_zone_that_is_no_longer_counted_takes_what_it_read_ahead_with_it_and_its_successor_covers_it()
    {
        var next = Hosts.Zone("package-0-die-0", idle: 0);
        Advance(0, (_zone, Component.Cpu, 1_000_000), (next, null, 1_000_000));
        Advance(1_000, (_zone, Component.Cpu, 101_000_000), (next, null, 101_000_000));
        var report = Advance(2_000, (_zone, null, 201_000_000), (next, Component.Cpu, 201_000_000));
        Assert.Equal(100_000_000, report.Host.LastInterval.Total);
    }

    [Fact]
    public void The_whole_machine_and_what_is_in_it_are_compared_at_one_instant()
    {
        // 100 W in all, 60 W of them the processor. The whole-machine meter is a slow one and read 40 ms after the processor.
        var psys = Hosts.Zone("psys");
        var report = PowerReport.Empty;
        for (var second = 0; second <= 5; second++)
        {
            var sample = Hosts.Sample(Instant(second * 1_000));
            sample.Zones.Add(Reading(_zone, Component.Cpu, second * 1_000, 1, (second * 60_000_000) + 60_000));
            sample.Zones.Add(Reading(psys, Component.Platform, second * 1_000, 41, (second * 100_000_000) + 4_100_000));
            report = _attributor.Advance(sample);
            if (second > 1) Assert.Equal((60_000_000L, 40_000_000L), (report.Host.LastInterval[Component.Cpu], report.Host.LastInterval[Component.Platform]));
        }

        Assert.True(report.Live.Contains(Component.Platform));
    }

    [Fact]
    public void How_often_samples_are_taken_changes_nothing_when_zones_are_read_late()
    {
        // A minute of uneven power, sampled every 100 ms, every second and every 5 s; the zones are read 7 to 57 ms later.
        var totals = new HashSet<long>();
        foreach (var period in new[] { 1, 10, 50 })
        {
            var random = new Random(5);
            var attributor = new Attributor(new AttributionRules());
            var raw = 262_143_328_850 - 50_000_000;
            for (var step = 0; step <= 600; step++)
            {
                var late = 7 + random.Next(50);
                if (step % period == 0)
                {
                    var sample = Hosts.Sample(Instant(step * 100));
                    sample.Zones.Add(Reading(_zone, Component.Cpu, step * 100, late, raw));
                    attributor.Advance(sample);
                }

                raw = (raw + random.NextInt64(30_000_000)) % (262_143_328_850 + 61);
            }

            // Nothing can be read any more, so nothing is ahead of the sample.
            totals.Add(attributor.Advance(Hosts.Sample(Instant(70_000))).Host.Cumulative.Total);
        }

        Assert.True(totals.Single() > 5_000_000_000);
    }

    [Fact]
    public void A_pause_between_CPU_times_and_zones_is_no_peak()
    {
        // Stopped for 30 s at the worst moment: the CPU times are of before, the zones of after.
        Prime(-1, 0);
        Take(0, 1, 200_000);
        Assert.Equal((100_000_000L, true), HostOf(Take(1_000, 30_000, 3_100_100_000)));
        Assert.Equal((3_050_000_000L, true), HostOf(Take(31_500, 1, 3_150_200_000)));
    }

    [Fact]
    public void A_step_that_took_longer_than_told_is_plausible_and_none_of_it_is_lost()
    {
        // 210 W, so that 420 W are believed, and 400 W are drawn. The thread was stopped for 5 s before it read: 6 s since the last one.
        var zone = Hosts.Zone("package-0", 262_143_328_850, 210_000_000);
        Advance(0, (zone, Component.Cpu, 0));
        var sample = Hosts.Sample(Instant(1_000));
        sample.Zones.Add(new ZoneReading(zone, Component.Cpu, ReadOutcome.Ok, 2_400_000_000) { Bracket = new ReadBracket(Instant(1_010), Instant(6_010)) });
        var report = _attributor.Advance(sample);
        Assert.Equal((0L, 2_400_000_000L), (report.Sensors.Single().Refused, report.Sensors.Single().EnergyMicrojoules));

        // Told as read in the middle: a line of 3.5 s.
        Assert.Equal(2_400_000_000 - (2_400_000_000L * 2_510 / 3_500), report.Host.LastInterval.Total);
        Assert.Equal(2_400_000_000, _attributor.Advance(Hosts.Sample(Instant(7_000))).Host.Cumulative.Total);
    }

    [Fact]
    public void A_step_does_not_end_at_a_reading_that_was_interrupted()
    {
        // 100 W. A reading every 10 ms is right about the energy; one of them cannot tell within 8 ms when it was made.
        Take(0, 0, 0);
        for (var ms = 10; ms < 1_000; ms += 10)
        {
            var late = ms == 500 ? 8 : 0;
            _attributor.Observe([Stamped(ms, ms + late, (ms + late) * 100_000L)], Instant(ms));
        }

        var power = Take(1_000, 0, 100_000_000).Power.Single();
        Assert.Equal((100_000_000L, 100_000_000L), (power.PeakMicrowatts, power.LowMicrowatts));
    }

    private static (long Energy, bool IsLive) HostOf(PowerReport report) => (report.Host.LastInterval.Total, report.Live.Contains(Component.Cpu));

    private static long Instant(long ms) => (1_000 + ms) * Ms;

    private static ZoneReading Reading(ZoneInfo zone, Component? countsAs, long ms, long lateMs, long raw, ReadOutcome outcome = ReadOutcome.Ok) =>
        new(zone, countsAs, outcome, raw) { Bracket = new ReadBracket(Instant(ms + lateMs), Instant(ms + lateMs)) };

    private ZoneReading Stamped(long fromMs, long toMs, long raw) =>
        new(_zone, Component.Cpu, ReadOutcome.Ok, raw) { Bracket = new ReadBracket(Instant(fromMs), Instant(toMs)) };

    private void Prime(long atMs, long raw) => Observe(atMs, raw);

    private void Observe(long ms, long raw) => _attributor.Observe([Reading(_zone, Component.Cpu, ms, 0, raw)], Instant(ms));

    private PowerReport Take(long ms, long lateMs, long raw, ReadOutcome outcome = ReadOutcome.Ok)
    {
        var sample = Hosts.Sample(Instant(ms));
        sample.Zones.Add(Reading(_zone, Component.Cpu, ms, lateMs, raw, outcome));
        return _attributor.Advance(sample);
    }

    private PowerReport Advance(long ms, params ReadOnlySpan<(ZoneInfo Zone, Component? CountsAs, long Raw)> zones)
    {
        var sample = Hosts.Sample(Instant(ms));
        foreach (var (zone, countsAs, raw) in zones) sample.Zones.Add(Reading(zone, countsAs, ms, 10, raw));
        return _attributor.Advance(sample);
    }
}
