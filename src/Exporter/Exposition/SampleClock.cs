namespace Wattshare.Exporter.Exposition;

/// <summary>
/// When samples are taken: how punctual the sampler is, how long samples take, how far they are apart, how old the last one is. The
/// sampling thread calls <see cref="Began"/> and <see cref="Taken"/>; any number of threads read. Monotonic time only.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class SampleClock(TimeProvider time)
{
    private const long Microsecond = 1_000;
    private const long Millisecond = 1_000_000;
    private const long Second = 1_000_000_000;

    private readonly long _created = time.GetTimestamp();
    private long _last;
    private long _missed;
    private volatile bool _any;

    /// <summary>How long samples took.</summary>
    public DurationHistogram Duration { get; } = new(
        100 * Microsecond, 250 * Microsecond, 500 * Microsecond, Millisecond, 2_500 * Microsecond, 5 * Millisecond,
        10 * Millisecond, 25 * Millisecond, 50 * Millisecond, 100 * Millisecond, 250 * Millisecond, 500 * Millisecond, Second);

    /// <summary>The time between the starts of two samples; the bounds are dense around the default of one second.</summary>
    public DurationHistogram Interval { get; } = new(
        Millisecond, 2 * Millisecond, 5 * Millisecond, 10 * Millisecond, 20 * Millisecond, 50 * Millisecond, 100 * Millisecond,
        200 * Millisecond, 500 * Millisecond, 900 * Millisecond, 990 * Millisecond, 1_010 * Millisecond, 1_100 * Millisecond,
        2 * Second, 5 * Second, 10 * Second, 30 * Second, 60 * Second);

    /// <summary>How long after its deadline each sample began, and each read of the zones between two samples.</summary>
    public DurationHistogram Lateness { get; } = new(
        10 * Microsecond, 25 * Microsecond, 50 * Microsecond, 100 * Microsecond, 250 * Microsecond, 500 * Microsecond,
        Millisecond, 2_500 * Microsecond, 5 * Millisecond, 10 * Millisecond, 25 * Millisecond, 50 * Millisecond, 100 * Millisecond,
        250 * Millisecond, 500 * Millisecond, Second, 2_500 * Millisecond, 5 * Second, 10 * Second);

    /// <summary>How many deadlines went by unserved.</summary>
    public long Missed => Volatile.Read(ref _missed);

    /// <summary>The time since the last sample began, or null before the first.</summary>
    public TimeSpan? Age => _any ? time.GetElapsedTime(Volatile.Read(ref _last)) : null;

    /// <summary>The time since the last sample began, or since the start before the first.</summary>
    public TimeSpan Silence => Age ?? time.GetElapsedTime(_created);

    /// <summary>Says that a deadline is served now, by a sample or by a read of the zones alone. Only the sampling thread calls this. Allocates nothing.</summary>
    /// <param name="lateNanoseconds">How long after the deadline.</param>
    /// <param name="missed">How many deadlines before it went by unserved.</param>
    public void Began(long lateNanoseconds, long missed)
    {
        Lateness.Observe(lateNanoseconds);
        if (missed > 0) Volatile.Write(ref _missed, _missed + missed);
    }

    /// <summary>Says that a sample was taken and its report published. Only the sampling thread calls this. Allocates nothing.</summary>
    /// <param name="started">The timestamp of the same clock at which the sample began.</param>
    public void Taken(long started)
    {
        Duration.Observe(time.GetElapsedTime(started).Ticks * TimeSpan.NanosecondsPerTick);
        if (_any) Interval.Observe(time.GetElapsedTime(_last, started).Ticks * TimeSpan.NanosecondsPerTick);
        Volatile.Write(ref _last, started);
        _any = true;
    }
}
