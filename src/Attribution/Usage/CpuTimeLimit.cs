namespace Wattshare.Attribution.Usage;

/// <summary>
/// The most CPU time that there can be between two readings: all hardware threads all the while, and some slack for clock ticks and late
/// readings. A counter that fell, or rose by more than that, was wrong or began anew.
/// </summary>
/// <param name="Threads">The number of hardware threads; where it changed in between, the larger one.</param>
/// <param name="DoubtNanoseconds">By how much longer than told the time between two readings may have been.</param>
internal readonly record struct CpuTimeLimit(long Threads, long DoubtNanoseconds)
{
    private const long SlackNanoseconds = 100_000_000;

    /// <summary>More than a day: a longer gap is not believed to have been busy throughout, and the product below stays in range.</summary>
    private const long LongestNanoseconds = 100_000_000_000_000;

    /// <summary>Tells whether a step can be.</summary>
    /// <param name="used">The difference of two readings, in nanoseconds.</param>
    /// <param name="elapsed">The time between them, in nanoseconds.</param>
    /// <returns>False when nobody can have used it.</returns>
    public bool Allows(long used, long elapsed) => used >= 0 && used <= (Math.Min(elapsed + DoubtNanoseconds, LongestNanoseconds) * Threads * 5 / 4) + SlackNanoseconds;
}
