namespace Wattshare.VmShare.Tests.Support;

/// <summary>A clock that moves when it is told to; the wall clock can be set apart from the monotonic one.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long _ticks = 1_000_000_000;

    /// <summary>The wall clock.</summary>
    public DateTimeOffset Wall { get; set; } = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public override DateTimeOffset GetUtcNow() => Wall;

    public void Advance(TimeSpan time)
    {
        _ticks += time.Ticks;
        Wall += time;
    }
}
