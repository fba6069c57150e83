using System.Runtime.InteropServices;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Usage;

/// <summary>
/// Turns cumulative bytes of memory traffic into those of the interval, by who had it. An interval counts only when it has a plausible
/// difference of everything that is needed: the whole traffic is the sum over the control groups, so one that is missing makes all others
/// too large. One thread; allocates for newcomers only.
/// </summary>
internal sealed class MemoryTraffic
{
    /// <summary>More bytes in a nanosecond than any memory has: 16 TiB in a second.</summary>
    private const long MostBytesPerNanosecond = 16_384;

    private readonly Dictionary<long, Reading> _last = [];
    private readonly Buffer<Share> _shares = new();
    private long _interval;

    /// <summary>Whether the traffic of the interval is known, and who had at least a part of it.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>The traffic of the whole interval in bytes.</summary>
    public long Total { get; private set; }

    /// <summary>The traffic of each monitored group or container in bytes; one may be there several times.</summary>
    public ReadOnlySpan<Share> Shares => _shares.Items;

    /// <summary>Takes in one sample.</summary>
    /// <param name="readings">The readings.</param>
    /// <param name="elapsedNanoseconds">Time since the previous sample.</param>
    public void Advance(ReadOnlySpan<TrafficReading> readings, long elapsedNanoseconds)
    {
        _interval++;
        _shares.Clear();
        Total = 0;
        var most = elapsedNanoseconds > long.MaxValue / MostBytesPerNanosecond ? long.MaxValue : elapsedNanoseconds * MostBytesPerNanosecond;
        var complete = true;
        var monitored = 0L;
        foreach (ref readonly var reading in readings) complete &= Take(reading, readings, most, ref monitored);
        foreach (var (monitor, last) in _last)
            if (last.Interval != _interval) _last.Remove(monitor);

        // Groups are read one after the other, those inside first, so that the whole may only be a little too large.
        Total = Math.Max(Total, monitored);
        IsKnown = complete && _shares.Count > 0 && Total > 0;
    }

    /// <summary>False when the traffic of the interval is not known without what this should have told.</summary>
    private bool Take(in TrafficReading reading, ReadOnlySpan<TrafficReading> readings, long most, ref long monitored)
    {
        ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(_last, reading.Monitor, out var known);
        var (before, isNext) = (last.Bytes, known && last.Interval == _interval - 1);
        last = new Reading(reading.Bytes, _interval);
        var isPart = reading.Control != 0 && (reading.Target is null || IsInside(reading, readings));
        if (isPart) return true;
        if (reading.Bytes < 0) return false;

        // What is new has no difference yet. The traffic of a monitoring group is in that of its control group, too.
        if (!known) return true;
        if (before < 0 || !isNext) return false;
        var bytes = reading.Bytes - before;
        if (bytes < 0 || bytes > most || Total > long.MaxValue - bytes || monitored > long.MaxValue - bytes) return false;
        if (reading.Control == 0) Total += bytes;
        if (reading.Target is not { } target) return true;
        monitored += bytes;
        _shares.Add(new Share(target, bytes));
        return true;
    }

    /// <summary>Whether the control group is monitored as a whole, so that what is in it counts with it.</summary>
    private static bool IsInside(in TrafficReading reading, ReadOnlySpan<TrafficReading> readings)
    {
        foreach (ref readonly var other in readings)
            if (other.Monitor == reading.Control) return other.Target is not null;
        return false;
    }

    /// <summary>What a group or container had.</summary>
    /// <param name="Target">The group, or the outermost one of the container.</param>
    /// <param name="Bytes">Its traffic.</param>
    public readonly record struct Share(GroupInfo Target, long Bytes);

    private readonly record struct Reading(long Bytes, long Interval);
}
