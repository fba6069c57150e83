namespace Wattshare.Exporter.Host.Memory;

/// <summary>What is remembered of the memory that one virtual machine or container holds. Sampling thread only.</summary>
internal sealed class HeldState
{
    private const int ReadEvery = 60;

    private long _reads;
    private long _next;

    /// <summary>What was last read, in units of 1024 bytes, or -1 when nothing is known.</summary>
    public long Kibibytes { get; set; } = -1;

    /// <summary>Whether the last reading was garbage.</summary>
    public bool IsUnreadable { get; set; }

    /// <summary>
    /// Tells whether it is to be read in this turn, and takes the turn: at once, soon again because a machine fills its memory as it boots,
    /// and seldom from then on, not all at the same time.
    /// </summary>
    /// <param name="turn">The number of this turn.</param>
    /// <param name="spread">A number that others have another of.</param>
    /// <returns>True when it is due.</returns>
    public bool TryTake(long turn, long spread)
    {
        if (turn < _next) return false;
        _next = turn + _reads++ switch { 0 => 1, 1 => 4, 2 => (ReadEvery / 2) + (spread % (ReadEvery / 2)), _ => ReadEvery };
        return true;
    }
}
