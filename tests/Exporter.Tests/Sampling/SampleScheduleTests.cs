using Wattshare.Exporter.Sampling;

namespace Wattshare.Exporter.Tests.Sampling;

public sealed class SampleScheduleTests
{
    private const long Begin = 5_000_000_000_123;
    private const long Millisecond = 1_000_000;

    [Theory]
    [InlineData(1, "0 100 1000 2000 3000")]
    [InlineData(2, "0 100 1000 2000 3000")]
    [InlineData(7, "0 105 1001 2002 3003")]
    [InlineData(10, "0 100 1000 2000 3000")]
    [InlineData(30, "0 120 990 1980 2970")]
    [InlineData(60, "0 120 1020 2040 3060")]
    [InlineData(99, "0 198 990 1980 2970")]
    [InlineData(100, "0 100 200 300 400")]
    [InlineData(500, "0 500 1000 1500 2000")]
    [InlineData(1_000, "0 1000 2000 3000 4000")]
    [InlineData(2_500, "0 1000 3500 6000 8500")]
    [InlineData(60_000, "0 1000 61000 121000 181000")]
    public void Whole_samples_are_at_these_milliseconds_after_the_start(int milliseconds, string expected)
    {
        var schedule = NewSchedule(milliseconds);
        var samples = new List<long>();
        while (samples.Count < 5)
        {
            var deadline = schedule.Deadline;
            if (schedule.Arrive(deadline).Attributes) samples.Add((deadline - Begin) / Millisecond);
        }

        Assert.Equal(expected, string.Join(' ', samples));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000)]
    public void Deadlines_do_not_drift_over_ten_thousand_late_ticks(int milliseconds)
    {
        var schedule = NewSchedule(milliseconds);
        for (var i = 0; i < 10_000; i++)
        {
            Assert.Equal(Begin + (i * milliseconds * Millisecond), schedule.Deadline);
            var late = (i % 10) * 99_999L;
            Assert.Equal((late, 0), Figures(schedule.Arrive(schedule.Deadline + late)));
        }
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(9_999_999, 9_999_999, 0)]
    [InlineData(10_000_000, 0, 1)]
    [InlineData(25_000_001, 5_000_001, 2)]
    [InlineData(3_600_000_000_000, 0, 360_000)]
    [InlineData(-1, 0, 0)]
    public void A_deadline_is_missed_when_its_successor_has_passed(long behind, long late, long missed)
    {
        var schedule = NewSchedule(10);
        _ = schedule.Arrive(Begin);
        Assert.Equal((late, missed), Figures(schedule.Arrive(schedule.Deadline + behind)));
        Assert.Equal(Begin + ((missed + 2) * 10 * Millisecond), schedule.Deadline);
    }

    [Fact]
    public void A_sample_whose_deadline_was_missed_is_taken_with_the_next_and_the_one_after_it_is_where_it_was()
    {
        var schedule = NewSchedule(1);
        for (var i = 0; i < 900; i++) _ = schedule.Arrive(schedule.Deadline);
        Assert.True(schedule.Arrive(schedule.Deadline + (350 * Millisecond)).Attributes);
        Assert.Equal(Begin + (1_251 * Millisecond), schedule.Deadline);
        for (var i = 1_251; i < 2_000; i++) Assert.False(schedule.Arrive(schedule.Deadline).Attributes);
        Assert.True(schedule.Arrive(schedule.Deadline).Attributes);
    }

    private static (long Late, long Missed) Figures(Tick tick) => (tick.LateNanoseconds, tick.Missed);

    private static SampleSchedule NewSchedule(int milliseconds)
    {
        var schedule = new SampleSchedule(TimeSpan.FromMilliseconds(milliseconds));
        schedule.Begin(Begin);
        return schedule;
    }
}
