namespace Wattshare.Attribution.Uncertainty;

/// <summary>
/// The variances of the readings at the two ends of one interval, in squares of the unit of what is read. The reading at the end of one
/// interval is the one at the beginning of the next, with the same error.
/// </summary>
/// <param name="Begin">Of the reading at the beginning, where the same counter went on from the interval before.</param>
/// <param name="End">Of the reading at the end, where the counter can go on.</param>
/// <param name="Inside">Of all else that this interval alone has: first readings of a counter, and the ends of one that was reset in between.</param>
/// <param name="Closed">Of the last readings of counters that did not go on at the beginning.</param>
internal readonly record struct BoundaryNoise(double Begin, double End, double Inside, double Closed)
{
    /// <summary>The variances of independent readings add up.</summary>
    /// <param name="left">One side.</param>
    /// <param name="right">Other side.</param>
    /// <returns>The sum.</returns>
    public static BoundaryNoise operator +(in BoundaryNoise left, in BoundaryNoise right) =>
        new(left.Begin + right.Begin, left.End + right.End, left.Inside + right.Inside, left.Closed + right.Closed);
}
