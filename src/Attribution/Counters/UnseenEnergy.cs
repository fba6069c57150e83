namespace Wattshare.Attribution.Counters;

/// <summary>
/// What a zone drew between the last reading before its counter began anew and the first one after it. No reading shows it, and it was not
/// nothing: it is interpolated from the power on both sides, over a short time only, and goes into the uncertainty as a figure that may
/// as well have been nothing or twice as much.
/// </summary>
internal static class UnseenEnergy
{
    /// <summary>Over a longer time the power on both sides says too little: that energy is not known, and is not counted.</summary>
    private const long LongestNanoseconds = 10_000_000_000;

    /// <summary>Interpolates.</summary>
    /// <param name="nanoseconds">The time between the two readings.</param>
    /// <param name="before">The mean power before, in microwatts; not a number when it is not known.</param>
    /// <param name="after">The power after, in microwatts; not a number when it is not known.</param>
    /// <returns>Microjoules; 0 where the time is too long or no power is known.</returns>
    public static long Between(long nanoseconds, double before, double after)
    {
        var power = double.IsNaN(before) ? after : double.IsNaN(after) ? before : (before + after) / 2;
        return nanoseconds is <= 0 or > LongestNanoseconds || double.IsNaN(power) ? 0 : (long)(power * nanoseconds / 1e9);
    }

    /// <summary>The variance of such an energy: uniform from nothing to twice as much.</summary>
    /// <param name="microjoules">The energy.</param>
    /// <returns>Squares of microjoules.</returns>
    public static double Variance(long microjoules) => (double)microjoules * microjoules / 3;
}
