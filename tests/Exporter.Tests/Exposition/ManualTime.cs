namespace Wattshare.Exporter.Tests.Exposition;

/// <summary>A clock that moves only when told.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long _nanoseconds = 1_000_000_000_000;

    public override long TimestampFrequency => 1_000_000_000;

    public override long GetTimestamp() => Interlocked.Read(ref _nanoseconds);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _nanoseconds, by.Ticks * 100);
}
