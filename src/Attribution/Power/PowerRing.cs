namespace Wattshare.Attribution.Power;

/// <summary>The highest and the lowest power of each of the last seconds. A step belongs to the second that it ended in. One thread; allocates nothing.</summary>
internal sealed class PowerRing
{
    /// <summary>The length of the window.</summary>
    public const long WindowNanoseconds = 60_000_000_000;

    private const long SecondNanoseconds = 1_000_000_000;

    // The window, an interval of up to a minute before it, the second that runs and the second that is cut: a power of two.
    private const int SlotCount = 128;
    private readonly Slot[] _slots = new Slot[SlotCount];

    /// <summary>Adds the power of a step.</summary>
    /// <param name="timestampNanoseconds">When the step ended, not before the step before.</param>
    /// <param name="microwatts">Its power.</param>
    public void Add(long timestampNanoseconds, long microwatts)
    {
        var second = timestampNanoseconds / SecondNanoseconds;
        ref var slot = ref _slots[(int)(second & (SlotCount - 1))];
        if (!slot.IsUsed || slot.Second != second) slot = new Slot { IsUsed = true, Second = second, Low = microwatts, Peak = microwatts };
        slot.Low = Math.Min(slot.Low, microwatts);
        slot.Peak = Math.Max(slot.Peak, microwatts);
    }

    /// <summary>Finds the extremes of the steps that ended in the interval or in the window before it, to the second.</summary>
    /// <param name="timestampNanoseconds">The end of the interval.</param>
    /// <param name="elapsedNanoseconds">The length of the interval; more than a minute counts as one.</param>
    /// <param name="low">The lowest power in microwatts, or null when no step ended.</param>
    /// <param name="peak">The highest power in microwatts, or null.</param>
    public void Find(long timestampNanoseconds, long elapsedNanoseconds, out long? low, out long? peak)
    {
        (low, peak) = (null, null);
        var first = (timestampNanoseconds - WindowNanoseconds - Math.Min(elapsedNanoseconds, WindowNanoseconds)) / SecondNanoseconds;
        foreach (ref readonly var slot in _slots.AsSpan())
        {
            if (!slot.IsUsed || slot.Second < first) continue;
            low = Math.Min(low ?? slot.Low, slot.Low);
            peak = Math.Max(peak ?? slot.Peak, slot.Peak);
        }
    }

    private struct Slot
    {
        public bool IsUsed;
        public long Second;
        public long Low;
        public long Peak;
    }
}
