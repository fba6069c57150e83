namespace Wattshare.Exporter.Host.Kernel;

/// <summary>
/// When something that changes slowly is read again: at once, soon again because what is new is not yet what it will be, and seldom from then on,
/// not all at the same time. Sampling thread only.
/// </summary>
internal sealed class SlowTurn
{
    private const int ReadEvery = 60;

    private long _reads;
    private long _next;

    /// <summary>Tells whether it is to be read in this turn, and takes the turn.</summary>
    /// <param name="turn">The number of this turn, one more each time.</param>
    /// <param name="spread">A number that others have another of.</param>
    /// <returns>True when it is due.</returns>
    public bool TryTake(long turn, long spread)
    {
        if (turn < _next) return false;
        _next = turn + _reads++ switch { 0 => 1, 1 => 4, 2 => (ReadEvery / 2) + (spread % (ReadEvery / 2)), _ => ReadEvery };
        return true;
    }
}
