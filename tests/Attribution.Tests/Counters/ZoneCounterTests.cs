using FsCheck;
using FsCheck.Fluent;
using Wattshare.Attribution.Counters;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Tests.Counters;

public sealed class ZoneCounterTests
{
    // What the kernel prints for energy units of 2^-14 J, 2^-16 J and 15.3 µJ (measurement notes, 2.4), 1 J, and none.
    private const long Esu14 = 262_143_328_850;
    private const long Esu16 = 65_532_610_987;
    private const long ServerDram = 65_712_999_613;

    [Theory]
    [InlineData(Esu14, 61)]
    [InlineData(Esu16, 15)]
    [InlineData(ServerDram, 15)]
    [InlineData(100_000_000, 1)]
    public void A_wrap_adds_the_full_turn(long range, long unit)
    {
        var counter = Baseline(range, raw: range - 1_000_000);
        var step = counter.Advance(Ok(range, 2_000_000), Hosts.Second);
        Assert.Equal(new ZoneStep(ZoneStepKind.Advanced, 3_000_000 + unit, Hosts.Second), step);
        Assert.Equal((1, 0, 0), (counter.Wraps, counter.Resets, counter.Refused));
    }

    [Fact]
    public void A_wrap_exactly_at_the_end_of_the_range_is_one_unit()
    {
        var counter = Baseline(Esu14, raw: Esu14);
        Assert.Equal(61, counter.Advance(Ok(Esu14, 0), Hosts.Second).Microjoules);
        Assert.Equal(1, counter.Wraps);
    }

    [Fact]
    public void The_highest_range_there_is_never_turns_and_breaks_nothing()
    {
        // What a share says of itself, where it stands for powercap in a guest.
        var counter = Baseline(long.MaxValue, raw: 1_000_000_000_000_000);
        Assert.Equal(7_000_000, counter.Advance(Ok(long.MaxValue, 1_000_000_007_000_000), Hosts.Second).Microjoules);
        Assert.Equal(ZoneStepKind.Withheld, counter.Advance(Ok(long.MaxValue, 0), 2 * Hosts.Second).Kind);
        Assert.Equal((0, 7_000_000), (counter.Wraps, counter.TotalMicrojoules));
    }

    [Fact]
    public void A_reset_is_counted_and_its_fall_is_never_energy()
    {
        var counter = Baseline(Esu14, raw: 100_000_000_000);
        Assert.Equal(new ZoneStep(ZoneStepKind.Withheld, 0, 0), counter.Advance(Ok(Esu14, 5_000_000), Hosts.Second));
        Assert.Equal(new ZoneStep(ZoneStepKind.Rebased, 14_000_000, 2 * Hosts.Second, 7_000_000), counter.Advance(Ok(Esu14, 12_000_000), 2 * Hosts.Second));
        Assert.Equal(new ZoneStep(ZoneStepKind.Advanced, 3_000_000, Hosts.Second), counter.Advance(Ok(Esu14, 15_000_000), 3 * Hosts.Second));
        Assert.Equal((0, 1, 0), (counter.Wraps, counter.Resets, counter.Refused));
        Assert.Equal((17_000_000, 7_000_000), (counter.TotalMicrojoules, counter.UnseenMicrojoules));
    }

    [Fact]
    public void The_moments_of_a_reset_have_the_mean_of_the_power_on_both_sides()
    {
        var counter = Baseline(Esu14, raw: 100_000_000_000);
        counter.Advance(Ok(Esu14, 100_020_000_000), Hosts.Second);
        counter.Advance(Ok(Esu14, 1_000), 3 * Hosts.Second);
        Assert.Equal(new ZoneStep(ZoneStepKind.Rebased, 100_000_000, 3 * Hosts.Second, 60_000_000), counter.Advance(Ok(Esu14, 40_001_000), 4 * Hosts.Second));
        Assert.Equal(120_000_000, counter.TotalMicrojoules);
    }

    [Fact]
    public void The_power_before_a_reset_is_that_of_the_last_seconds()
    {
        var counter = Baseline(Esu14, raw: 100_000_000_000);
        for (var i = 1; i <= 30; i++) counter.Advance(Ok(Esu14, 100_000_000_000 + (i * 100_000_000L)), i * Hosts.Second);
        for (var i = 1; i <= 12; i++) counter.Advance(Ok(Esu14, 103_000_000_000 + (i * 20_000_000L)), (30 + i) * Hosts.Second);
        counter.Advance(Ok(Esu14, 1_000), 43 * Hosts.Second);
        Assert.InRange(counter.Advance(Ok(Esu14, 20_001_000), 44 * Hosts.Second).UnseenMicrojoules, 20_000_000, 20_020_000);
    }

    [Fact]
    public void A_reset_while_the_zone_could_not_be_read_is_not_interpolated()
    {
        var counter = Baseline(Esu14, raw: 100_000_000_000);
        counter.Advance(new ZoneReading(Hosts.Zone("z", Esu14), Component.Cpu, ReadOutcome.Absent, 0), Hosts.Second);
        counter.Advance(Ok(Esu14, 5_000_000), 2 * Hosts.Second);
        Assert.Equal(new ZoneStep(ZoneStepKind.Rebased, 7_000_000, Hosts.Second), counter.Advance(Ok(Esu14, 12_000_000), 3 * Hosts.Second));
        Assert.Equal(0, counter.UnseenMicrojoules);

        // The next one that nothing is missing before is.
        counter.Advance(Ok(Esu14, 1_000_000), 4 * Hosts.Second);
        Assert.Equal(7_000_000, counter.Advance(Ok(Esu14, 8_000_000), 5 * Hosts.Second).UnseenMicrojoules);
    }

    [Theory]
    [InlineData(10, 70_000_000)]
    [InlineData(11, 0)]
    public void What_is_interpolated_is_short(int seconds, long unseen)
    {
        var counter = Baseline(Esu14, raw: 100_000_000_000);
        counter.Advance(Ok(Esu14, 5_000_000), seconds * Hosts.Second);
        Assert.Equal(unseen, counter.Advance(Ok(Esu14, 12_000_000), (seconds + 1) * Hosts.Second).UnseenMicrojoules);
    }

    [Fact]
    public void Resets_without_end_never_show_more_than_the_power_of_the_zone()
    {
        // Every second reading is a fall, which the next one confirms.
        var counter = Baseline(Esu14, raw: 100_000_000_000);
        for (var i = 1; i <= 1_000; i++)
            counter.Advance(Ok(Esu14, 100_000_000_000 - ((i + 1) / 2 * 50_000_000L) + (i % 2 == 0 ? 20_000_000 : 0)), i * Hosts.Second);
        Assert.Equal((500L, 0L, 0L, 1_000 * 20_000_000L), (counter.Resets, counter.Wraps, counter.Refused, counter.TotalMicrojoules));
    }

    [Fact]
    public void A_counter_that_only_falls_has_no_energy_however_long()
    {
        // Each value is below the one before, so none confirms another. Compared with the first for long enough, every fall would be a wrap.
        var counter = Baseline(Esu14, raw: 100_000_000_000);
        for (var i = 1; i <= 1_000; i++) counter.Advance(Ok(Esu14, 100_000_000_000 - (i * 50_000_000L)), i * Hosts.Second);
        Assert.Equal((0, 0, 0), (counter.TotalMicrojoules, counter.Wraps, counter.Resets));
        Assert.Equal(666, counter.Refused);
    }

    [Fact]
    public void A_counter_without_a_range_that_falls_was_reset()
    {
        var counter = Baseline(0, raw: 9_000_000);
        counter.Advance(Ok(0, 1_000_000), Hosts.Second);
        counter.Advance(Ok(0, 2_000_000), 2 * Hosts.Second);
        Assert.Equal((1L, 2_000_000L), (counter.Resets, counter.TotalMicrojoules));
    }

    [Fact]
    public void A_glitch_costs_nothing_and_adds_nothing()
    {
        var counter = Baseline(Esu14, raw: 50_000_000);
        Assert.Equal(ZoneStepKind.Withheld, counter.Advance(Ok(Esu14, 200_000_000_000), Hosts.Second).Kind);
        Assert.Equal(new ZoneStep(ZoneStepKind.Advanced, 20_000_000, 2 * Hosts.Second), counter.Advance(Ok(Esu14, 70_000_000), 2 * Hosts.Second));
        Assert.Equal((0, 0, 1), (counter.Wraps, counter.Resets, counter.Refused));
    }

    [Fact]
    public void A_jump_beyond_what_the_zone_can_draw_is_refused()
    {
        // The first sample of a sensor that was unreadable must not carry its whole absolute counter (Scaphandre #147: 53 kW).
        var counter = Baseline(0, raw: 0, maxMicrowatts: 100_000_000);
        Assert.Equal(ZoneStepKind.Withheld, counter.Advance(Ok(0, 53_000_000_000), Hosts.Second).Kind);
        Assert.Equal(new ZoneStep(ZoneStepKind.Rebased, 100_000_000, 2 * Hosts.Second, 50_000_000), counter.Advance(Ok(0, 53_050_000_000), 2 * Hosts.Second));
        Assert.Equal((0L, 1L), (counter.Resets, counter.Refused));
    }

    [Fact]
    public void Two_counters_that_alternate_under_one_name_are_followed_as_one()
    {
        // Xen guests saw the counters of two packages in turn (Scaphandre #134).
        var counter = Baseline(Esu14, raw: 10_000_000_000);
        for (var i = 1; i <= 10; i++)
        {
            counter.Advance(Ok(Esu14, 90_000_000_000 + (i * 40_000_000L)), ((2 * i) - 1) * Hosts.Second);
            counter.Advance(Ok(Esu14, 10_000_000_000 + (i * 20_000_000L)), 2 * i * Hosts.Second);
        }

        Assert.Equal((200_000_000L, 0L, 0L, 10L), (counter.TotalMicrojoules, counter.Wraps, counter.Resets, counter.Refused));
    }

    [Theory]
    [InlineData(ReadOutcome.Absent)]
    [InlineData(ReadOutcome.Denied)]
    [InlineData(ReadOutcome.Garbage)]
    [InlineData(ReadOutcome.Failed)]
    public void A_failed_read_is_no_energy_and_loses_none(ReadOutcome outcome)
    {
        var counter = Baseline(Esu14, raw: 1_000_000);
        var zone = Hosts.Zone("z", Esu14);
        Assert.Equal(new ZoneStep(ZoneStepKind.NotRead, 0, 0), counter.Advance(new ZoneReading(zone, Component.Cpu, outcome, 0), Hosts.Second));
        Assert.Equal(new ZoneStep(ZoneStepKind.Advanced, 30_000_000, 2 * Hosts.Second), counter.Advance(Ok(Esu14, 31_000_000), 2 * Hosts.Second));
        var row = counter.ToRow();
        Assert.Equal(1, row.AbsentReads + row.DeniedReads + row.GarbageReads + row.FailedReads);
        Assert.Equal(0, row.Wraps + row.Resets + row.Refused);
    }

    [Fact]
    public void A_zone_that_was_never_read_has_no_energy()
    {
        var counter = new ZoneCounter(Hosts.Zone("z"));
        counter.Advance(new ZoneReading(Hosts.Zone("z"), Component.Cpu, ReadOutcome.Denied, 0), 0);
        var row = counter.ToRow();
        Assert.False(row.HasEnergy);
        Assert.False(row.Up);
        Assert.Equal(1, row.DeniedReads);
    }

    [Fact]
    public void A_long_gap_is_resolved_by_the_mean_power()
    {
        // 350 W on a counter of 65.7 kJ for 400 s: two wraps and a bit; a hard case of the research notes.
        var counter = Baseline(ServerDram, raw: 0, maxMicrowatts: 500_000_000);
        for (var i = 1; i <= 30; i++) counter.Advance(Ok(ServerDram, i * 350_000_000L), i * Hosts.Second);
        var truth = 430 * 350_000_000L;
        counter.Advance(Ok(ServerDram, truth % (ServerDram + 15)), 430 * Hosts.Second);
        Assert.Equal(truth, counter.TotalMicrojoules);
        Assert.Equal(2, counter.Wraps);
    }

    [Fact]
    public void A_long_gap_that_cannot_be_resolved_is_not_guessed()
    {
        var counter = Baseline(ServerDram, raw: 0, maxMicrowatts: 500_000_000);
        for (var i = 1; i <= 30; i++) counter.Advance(Ok(ServerDram, i * 350_000_000L), i * Hosts.Second);
        Assert.Equal(ZoneStepKind.Withheld, counter.Advance(Ok(ServerDram, 45_000_000_000), 430 * Hosts.Second).Kind);
        Assert.Equal(ZoneStepKind.Rebased, counter.Advance(Ok(ServerDram, 45_350_000_000), 431 * Hosts.Second).Kind);
        Assert.Equal((31 * 350_000_000L, 1L), (counter.TotalMicrojoules, counter.Refused));
    }

    [Fact]
    public void A_meter_that_is_updated_in_bursts_loses_nothing_however_fast_it_is_read()
    {
        // 60 W, and a counter that moves five times a second, read a thousand times a second.
        const long Ms = 1_000_000;
        var counter = Baseline(Esu14, raw: 0, maxMicrowatts: 65_000_000);
        for (var ms = 1; ms <= 10_000; ms++) counter.Advance(Ok(Esu14, ms / 200 * 12_000_000, 65_000_000), ms * Ms);
        Assert.Equal((600_000_000, 0, 0), (counter.TotalMicrojoules, counter.Refused, counter.Resets));
    }

    [Fact]
    public void A_counter_that_says_how_rarely_it_is_renewed_may_catch_up_after_as_long()
    {
        // 400 W, renewed once a minute and read once a second.
        var zone = Hosts.Zone("z") with { UpdateNanoseconds = 60 * Hosts.Second };
        var counter = new ZoneCounter(zone);
        for (var second = 0; second <= 600; second++)
            counter.Advance(new ZoneReading(zone, Component.Cpu, ReadOutcome.Ok, second / 60 * 24_000_000_000L), second * Hosts.Second);
        Assert.Equal((240_000_000_000, 0, 0), (counter.TotalMicrojoules, counter.Refused, counter.Resets));
    }

    [Fact]
    public void A_zone_that_stood_still_for_an_hour_may_not_catch_up_all_of_it()
    {
        var counter = Baseline(Esu14, raw: 0, maxMicrowatts: 65_000_000);
        for (var second = 1; second <= 3_600; second++) counter.Advance(Ok(Esu14, 0, 65_000_000), second * Hosts.Second);
        counter.Advance(Ok(Esu14, 200_000_000_000, 65_000_000), 3_601 * Hosts.Second);
        counter.Advance(Ok(Esu14, 200_000_000_000, 65_000_000), 3_602 * Hosts.Second);
        Assert.Equal((0, 1), (counter.TotalMicrojoules, counter.Refused));
    }

    [Fact]
    public void A_coarse_unit_of_one_joule_is_plausible_at_any_rate()
    {
        // The platform domain of Sapphire Rapids counts whole joules: one unit within a millisecond is not 1 kW.
        var counter = Baseline(0, raw: 5_000_000, maxMicrowatts: 100_000_000);
        Assert.Equal(new ZoneStep(ZoneStepKind.Advanced, 1_000_000, 1_000_000), counter.Advance(Ok(0, 6_000_000, 100_000_000), 1_000_000));
    }

    [Fact]
    public void The_total_is_the_truth_however_the_counter_wraps_and_whatever_the_period()
    {
        var traces = Gen.Choose(0, 400).ArrayOf().ToArbitrary(); // Watts in steps of 100 ms.
        Prop.ForAll(traces, watts => new[] { 1, 10, 50 }.All(period => Replay(watts, period))).QuickCheckThrowOnFailure();
    }

    private static bool Replay(int[] watts, int period)
    {
        const long Range = 5_000_000_000; // Wraps every 12 s at 400 W, so that 5 s are less than half a range.
        var counter = Baseline(Range, raw: 4_900_000_000, maxMicrowatts: 450_000_000);
        var truth = 0L;
        var atLast = 0L;
        for (var i = 0; i < watts.Length; i++)
        {
            truth += watts[i] * 100_000L;
            if ((i + 1) % period != 0) continue;
            atLast = truth;
            counter.Advance(Ok(Range, (4_900_000_000 + truth) % (Range + 1), 450_000_000), (i + 1) * (Hosts.Second / 10));
        }

        return counter.TotalMicrojoules == atLast && counter.Resets == 0 && counter.Refused == 0;
    }

    private static ZoneCounter Baseline(long range, long raw, long maxMicrowatts = 0)
    {
        var counter = new ZoneCounter(Hosts.Zone("z", range, maxMicrowatts));
        Assert.Equal(new ZoneStep(ZoneStepKind.Baseline, 0, 0), counter.Advance(Ok(range, raw, maxMicrowatts), 0));
        return counter;
    }

    private static ZoneReading Ok(long range, long raw, long maxMicrowatts = 0) =>
        new(Hosts.Zone("z", range, maxMicrowatts == 0 && range == ServerDram ? 500_000_000 : maxMicrowatts), Component.Cpu, ReadOutcome.Ok, raw);
}
