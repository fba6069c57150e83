namespace Wattshare.Attribution.Sampling;

/// <summary>
/// Arithmetic on cumulative CPU time in nanoseconds. 63 bits hold 292 years of one hardware thread, which 4096 of them have after 26 days, idle
/// time included. So every such counter is kept modulo 2^63 and begins anew at 0; only differences mean something. The kernel's own counters
/// have 64 bits and turn at a multiple of that. Pure.
/// </summary>
public static class CpuClock
{
    /// <summary>Takes over what a kernel counts.</summary>
    /// <param name="nanoseconds">CPU time in nanoseconds, modulo 2^64.</param>
    /// <returns>The counter, from 0.</returns>
    public static long Wrap(ulong nanoseconds) => (long)(nanoseconds & long.MaxValue);

    /// <summary>Adds two counters, or a counter and a step.</summary>
    /// <param name="left">One, from 0.</param>
    /// <param name="right">The other, from 0.</param>
    /// <returns>The sum, from 0.</returns>
    public static long Add(long left, long right) => Wrap(unchecked((ulong)left + (ulong)right));

    /// <summary>By how much a counter went on, or fell: of the two steps that there can be, the shorter one.</summary>
    /// <param name="later">The later reading, from 0.</param>
    /// <param name="earlier">The earlier reading, from 0.</param>
    /// <returns>Nanoseconds, less than 2^62 either way.</returns>
    public static long Difference(long later, long earlier)
    {
        var ahead = unchecked(later - earlier) & long.MaxValue;
        return ahead > long.MaxValue / 2 ? ahead - long.MaxValue - 1 : ahead;
    }
}
