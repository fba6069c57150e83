using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Exposition;
using Wattshare.Exporter.Sampling;
using Wattshare.Exporter.Tests.Sensors;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Sampling;

public sealed class SamplingLoopTests
{
    private readonly ManualTime _time = new();
    private readonly FakeSampler _sampler = new();
    private readonly Latest _latest = new();
    private readonly LineLogger<FaultLog> _log = new();
    private readonly FaultLog _faults;
    private readonly SampleClock _clock;

    public SamplingLoopTests()
    {
        _faults = new FaultLog(_log);
        _clock = new SampleClock(_time);
    }

    [Fact]
    public void Ten_thousand_ticks_of_a_millisecond_end_where_the_first_deadline_says()
    {
        var begin = _time.GetTimestamp();
        _sampler.OnTake = _ => _time.Advance(TimeSpan.FromMicroseconds(700));
        _sampler.OnObserve = _ => _time.Advance(TimeSpan.FromMicroseconds(3));
        var pause = Run(10_001, TimeSpan.FromMilliseconds(1), i => TimeSpan.FromMicroseconds(i % 50));
        Assert.Equal(begin + 10_000_000_000, pause.Deadlines[^1]);
        Assert.Equal((12, 9_989), (_sampler.Samples, _sampler.Observations));
        Assert.Equal(12, _latest.Report.Sequence);
        Assert.Equal(0, _clock.Missed);
        Assert.Equal(10_001, Lateness().Count);

        // Every tick oversleeps by its number modulo 50: 200 rounds of 0 to 49 µs, and one tick more of 0.
        Assert.Equal(200 * 1_225_000, Lateness().Sum);
    }

    [Fact]
    public void Lateness_is_counted_in_the_bucket_that_it_belongs_to_and_missed_deadlines_exactly()
    {
        // Ticks of 10 ms: one oversleeps by 10 µs, one by 37 ms (three deadlines), and one sample takes 12 ms (it makes the next late).
        _sampler.OnTake = i => _time.Advance(TimeSpan.FromMilliseconds(i == 2 ? 12 : 0));
        var pause = Run(20, TimeSpan.FromMilliseconds(10), i => i switch { 3 => TimeSpan.FromMicroseconds(10), 5 => TimeSpan.FromMilliseconds(37), _ => default });
        Assert.Equal(3, _clock.Missed);
        Assert.Equal(20, Lateness().Count);
        Assert.Equal(10_000 + 7_000_000 + 2_000_000, Lateness().Sum);
        var buckets = new long[_clock.Lateness.Bounds.Length + 1];
        _ = _clock.Lateness.Read(buckets);
        Assert.Equal(18, buckets[_clock.Lateness.Bounds.IndexOf(10_000)]);
        Assert.Equal(18, buckets[_clock.Lateness.Bounds.IndexOf(1_000_000)]);
        Assert.Equal(19, buckets[_clock.Lateness.Bounds.IndexOf(2_500_000)]);
        Assert.Equal(20, buckets[_clock.Lateness.Bounds.IndexOf(10_000_000)]);
        Assert.Equal(22 * 10_000_000, pause.Deadlines[^1] - pause.Deadlines[0]);
    }

    [Fact]
    public void A_sample_that_takes_longer_than_the_interval_misses_what_went_by_and_the_next_begins_at_once()
    {
        _sampler.OnTake = _ => _time.Advance(TimeSpan.FromMilliseconds(2_300));
        var begin = _time.GetTimestamp();
        _ = Run(3, TimeSpan.FromSeconds(1));
        Assert.Equal("PTTT", _sampler.Text);
        Assert.Equal((2, 900_000_000), (_clock.Missed, Lateness().Sum));
        Assert.Equal(begin + (3 * 2_300_000_000L), _time.GetTimestamp());
    }

    [Fact]
    public void From_a_tenth_of_a_second_on_every_tick_is_a_sample()
    {
        _ = Run(5, TimeSpan.FromMilliseconds(100));
        Assert.Equal("PTTTTT", _sampler.Text);
    }

    [Fact]
    public void Below_that_zones_alone_are_read_between_samples_and_the_second_sample_comes_soon()
    {
        _ = Run(12, TimeSpan.FromMilliseconds(50));
        Assert.Equal("PToToooooooooo"[..13], _sampler.Text);
        Assert.Equal(2, _latest.Report.Sequence);
    }

    [Fact]
    public void An_interval_of_a_minute_has_its_first_report_after_a_second_and_then_one_a_minute_and_no_counter_is_left_alone_for_more_than_ten_seconds()
    {
        var pause = Run(14, TimeSpan.FromSeconds(60));
        Assert.Equal(
            [0L, 1, 11, 21, 31, 41, 51, 61, 71, 81, 91, 101, 111, 121], pause.Deadlines.Select(deadline => (deadline - pause.Deadlines[0]) / 1_000_000_000));
        Assert.Equal("PTTkkkkkTkkkkkT", _sampler.Text);
        Assert.Equal(4, Lateness().Count);
    }

    [Theory]
    [InlineData(10_000, "PTTTT")]
    [InlineData(10_001, "PTTkTkT")]
    [InlineData(25_000, "PTTkkTkkT")]
    public void Only_what_is_longer_than_that_is_waited_for_in_legs(int milliseconds, string text)
    {
        _ = Run(text.Length - 1, TimeSpan.FromMilliseconds(milliseconds));
        Assert.Equal(text, _sampler.Text);
    }

    [Fact]
    public void A_loop_that_is_stopped_in_the_middle_of_a_long_interval_ends()
    {
        var pause = Run(4, TimeSpan.FromSeconds(60));
        Assert.Equal("PTTkk", _sampler.Text);
        Assert.Equal(21, (pause.Deadlines[^1] - pause.Deadlines[0]) / 1_000_000_000);
    }

    [Fact]
    public void A_sample_that_throws_is_a_fault_and_sampling_goes_on()
    {
        _sampler.OnTake = i => _ = i is 2 or 3 ? throw new InvalidOperationException("broken") : 0;
        _ = Run(5, TimeSpan.FromSeconds(1));
        Assert.Equal("PTTTTT", _sampler.Text);
        Assert.Equal(3, _latest.Report.Sequence);
        Assert.Equal(2, _faults.Count(FaultKind.SampleFailed));
        Assert.Equal(2, _log.Lines.Count);
        Assert.Contains("broken", _log.Lines[0], StringComparison.Ordinal);
        Assert.EndsWith("recovered", _log.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Zones_that_throw_between_samples_are_left_alone_until_the_next_sample()
    {
        _sampler.OnObserve = i => _ = i <= 2 ? throw new InvalidOperationException("broken") : 0;
        _ = Run(2_003, TimeSpan.FromMilliseconds(1));

        // One before the sample at 100 ms, one before that at 1 s, and all before that at 2 s and after it.
        Assert.Equal(1 + 1 + 999 + 2, _sampler.Observations);
        Assert.Equal(2, _faults.Count(FaultKind.SampleFailed));
        Assert.Equal(2, _log.Lines.Count);
    }

    [Fact]
    public void A_sampler_that_cannot_be_primed_samples_all_the_same()
    {
        var loop = new SamplingLoop(
            new Unprimed(_sampler), _latest, _clock, _time, new ManualPause(_time, 2), new SampleSchedule(TimeSpan.FromSeconds(1)), _faults);
        loop.Run(default);
        Assert.Equal("TT", _sampler.Text);
        Assert.Equal(1, _faults.Count(FaultKind.SampleFailed));
    }

    [Fact]
    public void A_loop_that_is_told_to_stop_takes_no_further_sample()
    {
        using var stop = new CancellationTokenSource();
        _sampler.OnTake = i =>
        {
            if (i == 3) stop.Cancel();
        };
        NewLoop(new ManualPause(_time, 100), TimeSpan.FromSeconds(1)).Run(stop.Token);
        Assert.Equal("PTTT", _sampler.Text);
    }

    [Fact]
    public void Ticks_between_samples_allocate_nothing()
    {
        var bytes = new List<long>(5_000);
        _sampler.OnObserve = _ => bytes.Add(GC.GetAllocatedBytesForCurrentThread());
        _ = Run(4_000, TimeSpan.FromMilliseconds(1));

        // Between two samples the counter stands still; a collection elsewhere may book the rest of a buffer now and then.
        Assert.True(bytes.Zip(bytes.Skip(1), (before, after) => after - before).Count(step => step > 0) <= 20);
    }

    private ManualPause Run(int waits, TimeSpan interval, Func<int, TimeSpan>? oversleep = null)
    {
        var pause = new ManualPause(_time, waits) { Oversleep = oversleep ?? (_ => TimeSpan.Zero) };
        NewLoop(pause, interval).Run(default);
        return pause;
    }

    private SamplingLoop NewLoop(IPause pause, TimeSpan interval) =>
        new(_sampler, _latest, _clock, _time, pause, new SampleSchedule(interval), _faults);

    private (long Count, long Sum) Lateness()
    {
        var buckets = new long[_clock.Lateness.Bounds.Length + 1];
        var sum = _clock.Lateness.Read(buckets);
        return (buckets[^1], sum);
    }

    private sealed class Unprimed(FakeSampler inner) : ISampler
    {
        public void Prime() => throw new InvalidOperationException("prime");

        public Attribution.Reporting.PowerReport Take() => inner.Take();

        public void Observe(long nowNanoseconds) => inner.Observe(nowNanoseconds);

        public void KeepUp() => inner.KeepUp();
    }
}
