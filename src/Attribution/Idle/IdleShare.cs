namespace Wattshare.Attribution.Idle;

/// <summary>
/// Takes the idle part out of each interval's energy. What a counter with coarse units shows late is made up for by the next
/// intervals, so that the idle energy does not depend on the sampling period; never more than was measured. One thread.
/// </summary>
public sealed class IdleShare
{
    private const long FemtojoulesPerMicrojoule = 1_000_000_000;
    private const long MemoryNanoseconds = 1_000_000_000;

    private Int128 _owed;

    /// <summary>The idle part of an interval's energy.</summary>
    /// <param name="microjoules">The energy of the interval.</param>
    /// <param name="floorMicrowatts">The idle power.</param>
    /// <param name="elapsedNanoseconds">The length of the interval.</param>
    /// <returns>Microjoules, between 0 and <paramref name="microjoules"/>.</returns>
    public long Take(long microjoules, long floorMicrowatts, long elapsedNanoseconds)
    {
        // Microwatts times nanoseconds are femtojoules.
        _owed += (Int128)floorMicrowatts * elapsedNanoseconds;
        var idle = (long)Int128.Min(microjoules, _owed / FemtojoulesPerMicrojoule);
        _owed -= (Int128)idle * FemtojoulesPerMicrojoule;

        // A machine that draws less than its floor does not pile up a debt that later work would have to pay.
        _owed = Int128.Min(_owed, (Int128)floorMicrowatts * MemoryNanoseconds);
        return idle;
    }
}
