namespace Wattshare.Exporter.Sampling;

/// <summary>The monotonic clock in nanoseconds.</summary>
internal static class Clock
{
    /// <summary>Nanoseconds since an arbitrary origin; only differences mean something.</summary>
    /// <param name="time">The clock.</param>
    /// <returns>A number that never falls.</returns>
    public static long Nanoseconds(TimeProvider time) =>
        time.TimestampFrequency == 1_000_000_000 ? time.GetTimestamp() : (long)((Int128)time.GetTimestamp() * 1_000_000_000 / time.TimestampFrequency);
}
