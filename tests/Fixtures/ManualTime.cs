namespace Wattshare.Fixtures;

/// <summary>A clock that stands still until it is moved. The wall clock moves along, and can be set apart from the monotonic one. Any thread.</summary>
public sealed class ManualTime : TimeProvider
{
    private long _nanoseconds = 1_000_000_000_000;

    /// <summary>The wall clock.</summary>
    public DateTimeOffset Wall { get; set; } = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => 1_000_000_000;

    public override long GetTimestamp() => Interlocked.Read(ref _nanoseconds);

    public override DateTimeOffset GetUtcNow() => Wall;

    /// <summary>Lets time go by.</summary>
    public void Advance(TimeSpan time)
    {
        Interlocked.Add(ref _nanoseconds, time.Ticks * TimeSpan.NanosecondsPerTick);
        Wall += time;
    }
}
