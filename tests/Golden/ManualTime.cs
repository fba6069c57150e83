namespace Wattshare.Golden;

/// <summary>A clock that stands still until it is moved, so that every run prints the same text.</summary>
internal sealed class ManualTime : TimeProvider
{
    private static readonly DateTimeOffset Origin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private TimeSpan _elapsed = TimeSpan.FromSeconds(1000);

    public override long TimestampFrequency => 1_000_000_000;

    public override long GetTimestamp() => _elapsed.Ticks * TimeSpan.NanosecondsPerTick;

    public override DateTimeOffset GetUtcNow() => Origin + _elapsed;

    public void Advance(TimeSpan time) => _elapsed += time;
}
