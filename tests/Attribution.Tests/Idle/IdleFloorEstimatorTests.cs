using Wattshare.Attribution.Idle;

namespace Wattshare.Attribution.Tests.Idle;

public sealed class IdleFloorEstimatorTests
{
    private readonly IdleFloorEstimator _estimator = new();

    [Fact]
    public void Nothing_is_said_before_ten_idle_seconds()
    {
        Feed(seconds: 9, watts: 30, busy: 0.01);
        Assert.Null(_estimator.FloorMicrowatts);
        Feed(seconds: 1, watts: 30, busy: 0.01);
        Assert.Equal(30_000_000, _estimator.FloorMicrowatts);
        Assert.Equal(10, _estimator.ObservedSeconds);
    }

    [Fact]
    public void What_was_learned_before_a_restart_goes_on()
    {
        for (var i = 0; i < 1000; i++) Feed(seconds: 1, watts: 30 + (i % 100 * 0.1), busy: 0.02);
        var restarted = new IdleFloorEstimator();
        restarted.Restore(_estimator.ToBins().AsSpan());
        Assert.InRange(restarted.FloorMicrowatts!.Value - _estimator.FloorMicrowatts!.Value, -1, 1);

        // Of a thousand seconds a few weigh a little less by the end, because half of a day's would have been forgotten.
        Assert.InRange(restarted.ObservedSeconds, 995, 1000);
        Assert.Equal(_estimator.ToBins().Length, restarted.ToBins().Length);
    }

    [Fact]
    public void Less_than_ten_remembered_seconds_are_no_figure_yet_and_count_towards_one()
    {
        _estimator.Restore([new IdlePowerBin(30_000_000, 9)]);
        Assert.Null(_estimator.FloorMicrowatts);
        Feed(seconds: 1, watts: 30, busy: 0.01);
        Assert.Equal(30_000_000, _estimator.FloorMicrowatts);
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(-5, 100)]
    [InlineData(long.MaxValue, 100)]
    [InlineData(30_000_000, 0)]
    [InlineData(30_000_000, -100)]
    [InlineData(30_000_000, double.NaN)]
    [InlineData(30_000_000, double.PositiveInfinity)]
    [InlineData(30_000_000, 1e12)]
    public void What_cannot_have_been_learned_is_not_remembered(long microwatts, double seconds)
    {
        _estimator.Restore([new IdlePowerBin(microwatts, seconds)]);
        Assert.Equal((null, 0.0), (_estimator.FloorMicrowatts, _estimator.ObservedSeconds));
        Assert.Empty(_estimator.ToBins());
    }

    [Fact]
    public void A_busy_host_teaches_nothing()
    {
        Feed(seconds: 1000, watts: 30, busy: 0.06);
        Assert.Null(_estimator.FloorMicrowatts);
    }

    [Fact]
    public void One_low_glitch_does_not_latch()
    {
        // Kepler's minimum latched on the first odd value for ever (#1811).
        Feed(seconds: 200, watts: 30, busy: 0.01);
        Feed(seconds: 1, watts: 0.5, busy: 0.01);
        Assert.Equal(30_000_000, _estimator.FloorMicrowatts);
    }

    [Fact]
    public void The_low_quantile_is_taken_within_one_percent()
    {
        for (var i = 0; i < 1000; i++) Feed(seconds: 1, watts: 30 + (i % 100 * 0.1), busy: 0.02);
        Assert.InRange(_estimator.FloorMicrowatts!.Value, 30_300_000, 30_700_000);
    }

    [Fact]
    public void A_new_hardware_state_is_followed_within_days()
    {
        Feed(seconds: 5_000, watts: 30, busy: 0.01);
        for (var day = 0; day < 6; day++) FeedLong(seconds: 86_400, watts: 45, busy: 0.01);
        Assert.Equal(45_000_000, _estimator.FloorMicrowatts);
    }

    [Fact]
    public void A_host_that_is_never_idle_again_keeps_its_floor_whatever_time_passes()
    {
        Feed(seconds: 5_000, watts: 30, busy: 0.01);
        for (var hour = 0; hour < 24 * 4_000; hour++) _estimator.Pass(3_600);
        Assert.Equal(30_000_000, _estimator.FloorMicrowatts);
        Assert.Equal(200, _estimator.ToBins().Single().Seconds, 3);

        // Nine odd seconds are not what it stands on then, an idle quarter of an hour is; and to rise takes some more.
        Feed(seconds: 9, watts: 5, busy: 0.01);
        Assert.Equal(30_000_000, _estimator.FloorMicrowatts);
        Feed(seconds: 900, watts: 20, busy: 0.01);
        Assert.Equal(20_000_000, _estimator.FloorMicrowatts);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1e9)]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void Time_that_does_not_pass_ages_nothing(double seconds)
    {
        Feed(seconds: 1_000, watts: 30, busy: 0.01);
        var before = _estimator.ToBins().Single();
        _estimator.Pass(seconds);
        Assert.Equal(before, _estimator.ToBins().Single());
    }

    [Fact]
    public void Half_is_left_after_a_day_in_one_step_or_in_many_and_something_is_left_after_for_ever()
    {
        Feed(seconds: 5_000, watts: 30, busy: 0.01);
        var before = _estimator.ToBins().Single().Seconds;
        _estimator.Pass(43_200);
        for (var i = 0; i < 43_200_000; i += 100) _estimator.Pass(0.1);
        Assert.Equal(before / 2, _estimator.ToBins().Single().Seconds, 3);
        _estimator.Pass(double.PositiveInfinity);
        Assert.Equal(200, _estimator.ToBins().Single().Seconds, 3);
    }

    [Fact]
    public void Fast_sampling_gives_the_same_floor()
    {
        // 30 W on average, but every millisecond shows either 0 or 60 W.
        for (var i = 0; i < 20_000; i++) _estimator.Observe(i % 2 == 0 ? 60_000 : 0, 1_000_000, 0.01);
        Assert.Equal(30_000_000, _estimator.FloorMicrowatts);
    }

    [Fact]
    public void A_window_with_an_unknown_interval_is_dropped()
    {
        Feed(seconds: 9, watts: 30, busy: 0.01);
        _estimator.Observe(15_000_000, Hosts.Second / 2, 0.01);
        _estimator.Forget();
        _estimator.Observe(15_000_000, Hosts.Second / 2, 0.01);
        Assert.Null(_estimator.FloorMicrowatts);
    }

    private void Feed(int seconds, double watts, double busy)
    {
        for (var i = 0; i < seconds; i++)
        {
            _estimator.Pass(1);
            _estimator.Observe((long)(watts * 1e6), Hosts.Second, busy);
        }
    }

    private void FeedLong(int seconds, double watts, double busy)
    {
        for (var i = 0; i < seconds; i += 60)
        {
            _estimator.Pass(60);
            _estimator.Observe((long)(watts * 60e6), 60 * Hosts.Second, busy);
        }
    }
}
