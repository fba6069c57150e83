using System.Collections.Immutable;

namespace Wattshare.Exporter.Exposition;

/// <summary>
/// A histogram of durations with fixed bounds. One thread observes and never waits; any number of threads read without a lock and
/// see a state that was true at one instant (a sequence lock: a reader that met a write reads again).
/// </summary>
internal sealed class DurationHistogram
{
    private readonly long[] _counts;
    private long _sum;
    private long _version;

    /// <summary>Makes an empty histogram.</summary>
    /// <param name="boundsNanoseconds">The upper bounds of the buckets in nanoseconds, ascending; the bucket without bound is added.</param>
    public DurationHistogram(params ImmutableArray<long> boundsNanoseconds)
    {
        Bounds = boundsNanoseconds;
        _counts = new long[boundsNanoseconds.Length + 1];
    }

    /// <summary>The upper bounds in nanoseconds, ascending, without the infinite one.</summary>
    public ImmutableArray<long> Bounds { get; }

    /// <summary>Counts one duration. Only one thread calls this. Allocates nothing.</summary>
    /// <param name="nanoseconds">The duration; a negative one counts as 0.</param>
    public void Observe(long nanoseconds)
    {
        var value = Math.Max(nanoseconds, 0);
        var bucket = 0;
        while (bucket < Bounds.Length && value > Bounds[bucket]) bucket++;

        // An odd version says that a write is under way; the barrier keeps the writes behind it.
        Volatile.Write(ref _version, _version + 1);
        Interlocked.MemoryBarrier();
        Volatile.Write(ref _counts[bucket], _counts[bucket] + 1);
        Volatile.Write(ref _sum, _sum + value);
        Volatile.Write(ref _version, _version + 1);
    }

    /// <summary>Reads the state of one instant.</summary>
    /// <param name="cumulative">At least <c>Bounds.Length + 1</c> places; each bucket with those below it, the last is the count of all.</param>
    /// <returns>The sum of all durations in nanoseconds.</returns>
    public long Read(Span<long> cumulative)
    {
        var spin = default(SpinWait);
        while (true)
        {
            var before = Volatile.Read(ref _version);
            var sum = Copy(cumulative);
            Interlocked.MemoryBarrier();
            if ((before & 1) == 0 && before == Volatile.Read(ref _version)) return sum;
            spin.SpinOnce();
        }
    }

    private long Copy(Span<long> cumulative)
    {
        var total = 0L;
        for (var i = 0; i < _counts.Length; i++)
        {
            total += Volatile.Read(ref _counts[i]);
            cumulative[i] = total;
        }

        return Volatile.Read(ref _sum);
    }
}
