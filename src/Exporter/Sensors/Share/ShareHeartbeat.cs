using Wattshare.VmShare.Documents;

namespace Wattshare.Exporter.Sensors.Share;

/// <summary>
/// Watches whether the host still writes. Only a change of the sequence counts, timed by this machine's own monotonic clock: the wall
/// clocks of a host and a guest need not agree, and a guest that was paused would see a gap that is none. One thread.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class ShareHeartbeat(TimeProvider time)
{
    private const int Intervals = 10;
    private static readonly TimeSpan ShortestLimit = TimeSpan.FromSeconds(30);
    private TimeSpan _limit = ShortestLimit;
    private long? _sequence;
    private long _changedAt;

    /// <summary>True when a sequence was seen and has stood still for more than 30 s and more than 10 of the host's intervals.</summary>
    public bool IsStale => _sequence is not null && Silence > _limit;

    /// <summary>How long the sequence has stood still; 0 when none was seen.</summary>
    public TimeSpan Silence => _sequence is null ? TimeSpan.Zero : time.GetElapsedTime(_changedAt);

    /// <summary>Takes in the document as it is now.</summary>
    /// <param name="document">The document, or null when there is none; another producer's tree has none, and is never stale.</param>
    public void Observe(ShareDocument? document)
    {
        if (document?.HeartbeatSequence != _sequence) _changedAt = time.GetTimestamp();
        _sequence = document?.HeartbeatSequence;
        var limit = TimeSpan.FromSeconds((document?.IntervalSeconds ?? 0) * Intervals);
        _limit = limit > ShortestLimit ? limit : ShortestLimit;
    }
}
