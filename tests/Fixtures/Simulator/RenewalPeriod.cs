namespace Wattshare.Fixtures.Simulator;

/// <summary>
/// How often the counters were really renewed: a timer is late now and then, and a value that somebody reads is the older the longer the
/// period is that he falls into. So this is the steady period at which the ages of values would be as spread. One thread at a time.
/// </summary>
internal sealed class RenewalPeriod
{
    private double _periods;
    private double _squares;
    private double _cubes;

    /// <summary>The period in nanoseconds; 0 before anything was counted.</summary>
    public double EquivalentNanoseconds
    {
        get
        {
            if (_periods == 0) return 0;

            // Of a value read at a random moment: the mean age, and the mean of its square.
            var (mean, square) = (_squares / (2 * _periods), _cubes / (3 * _periods));
            return Math.Sqrt(12 * (square - (mean * mean)));
        }
    }

    /// <summary>Counts one period.</summary>
    /// <param name="nanoseconds">Its length.</param>
    public void Add(double nanoseconds)
    {
        _periods += nanoseconds;
        _squares += nanoseconds * nanoseconds;
        _cubes += nanoseconds * nanoseconds * nanoseconds;
    }
}
