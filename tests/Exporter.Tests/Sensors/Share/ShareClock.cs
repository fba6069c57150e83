namespace Wattshare.Exporter.Tests.Sensors.Share;

/// <summary>A monotonic clock that moves when it is told to.</summary>
internal sealed class ShareClock : TimeProvider
{
    private long _ticks = 1;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public void Advance(TimeSpan time) => _ticks += time.Ticks;
}
