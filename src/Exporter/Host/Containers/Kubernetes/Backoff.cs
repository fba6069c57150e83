namespace Wattshare.Exporter.Host.Containers.Kubernetes;

/// <summary>
/// How long to wait after a failure: twice as long each time, up to a limit, less a part of up to a half that differs from node to node, so
/// that a cluster does not come back all at once. One caller at a time.
/// </summary>
/// <param name="first">The first pause.</param>
/// <param name="longest">The longest.</param>
/// <param name="time">The clock, whose finest digits are the chance.</param>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, TimeProvider time)
{
    private const int Parts = 1024;

    private readonly TimeSpan _first = first;
    private TimeSpan _next = first;

    /// <summary>The pause after one more failure.</summary>
    /// <returns>Between half of what is due and all of it.</returns>
    public TimeSpan Next()
    {
        var due = _next;
        _next = due * 2 < longest ? due * 2 : longest;
        return due - Share(due / 2, time);
    }

    /// <summary>Says that something worked.</summary>
    public void Reset() => _next = _first;

    /// <summary>A part of a time, by chance.</summary>
    /// <param name="most">The most.</param>
    /// <param name="time">The clock.</param>
    /// <returns>From nothing up to it.</returns>
    public static TimeSpan Share(TimeSpan most, TimeProvider time)
    {
        // The golden ratio spreads neighbouring times over the whole range (Knuth, The Art of Computer Programming, 6.4).
        var mixed = unchecked((ulong)time.GetTimestamp() * 0x9E3779B97F4A7C15);
        return most * (int)(mixed >> 54) / Parts;
    }
}
