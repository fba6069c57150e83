namespace Wattshare.Attribution.Uncertainty;

/// <summary>
/// The CPU time of somebody's running threads that the kernel has not booked at the instant of a reading: a uniform time for each thread that
/// runs then, of which there are as many as were busy on average. Reading by reading, in units of the variance of one thread that is always
/// busy (the square of the tick over 12). A mutable value; one thread.
/// </summary>
internal struct UnbookedTime
{
    private Telescope _sum;
    private double _threads;

    /// <summary>The variance so far, in squares of the weight's unit.</summary>
    public readonly double Variance => _sum.Variance;

    /// <summary>Adds one interval.</summary>
    /// <param name="weight">What a nanosecond is worth.</param>
    /// <param name="threads">How many threads were busy on average.</param>
    /// <param name="variance">That of one thread that is always busy, in squares of nanoseconds.</param>
    public void Advance(double weight, double threads, double variance)
    {
        // While the shares are steady, what is late on average is the same for all and cancels. It does not where they change.
        var begin = _sum.IsOpen ? SecondMoment(_threads) : Spread(threads);
        _sum.Advance(weight, new BoundaryNoise(begin * variance, Spread(threads) * variance, 0, 0));
        _threads = threads;
    }

    /// <summary>A part of a thread is at rest at the instant as often as not, and then all is booked: p/3 − p²/4 squares of the tick.</summary>
    private static double Spread(double threads) => threads >= 1 ? threads : threads * (4 - (3 * threads));

    private static double SecondMoment(double threads) => Spread(threads) + (3 * threads * threads);
}
