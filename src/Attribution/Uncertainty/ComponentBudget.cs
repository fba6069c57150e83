namespace Wattshare.Attribution.Uncertainty;

/// <summary>Gathers the errors of one component. One thread.</summary>
internal sealed class ComponentBudget
{
    private Telescope _random;
    private double _energy;

    // Of the interval before: what a nanosecond of CPU time cost, in microjoules, and how much of it was used in a nanosecond.
    private bool _isKnown;
    private double _rate;
    private double _used;

    /// <summary>The readings of the component's zones in this interval, in squares of microjoules.</summary>
    public BoundaryNoise Noise { get; set; }

    /// <summary>What the systematic errors of the component's own zones add up to, in microjoules.</summary>
    public double Source { get; set; }

    /// <summary>The part of <see cref="Source"/> that this interval added.</summary>
    public double IntervalSource { get; set; }

    /// <summary>The systematic error of the component, those of others that it is the difference to included, in microjoules.</summary>
    public double Systematic { get; set; }

    /// <summary>The variance of the component's energy, in squares of microjoules.</summary>
    public double Variance => _random.Variance;

    /// <summary>What the interval says.</summary>
    public ComponentErrors Errors { get; private set; }

    /// <summary>Begins an interval.</summary>
    public void Begin()
    {
        Noise = default;
        IntervalSource = 0;
    }

    /// <summary>Ends an interval, once <see cref="Noise"/> and <see cref="Systematic"/> are known.</summary>
    /// <param name="energy">The component's energy in microjoules.</param>
    /// <param name="active">The active part of it.</param>
    /// <param name="isDifference">True when the energy is what one meter shows beyond others: its ratio is then that of all so far.</param>
    /// <param name="timing">The times of the sample.</param>
    public void End(long energy, long active, bool isDifference, in SampleTiming timing)
    {
        _random.Advance(1, Noise);
        _energy += energy;
        var rate = Ratio(active, timing.UsedNanoseconds);
        Errors = new ComponentErrors(
            Noise + Alignment(rate, timing),
            timing.Clock,
            timing.BookingVariance,
            isDifference ? Ratio(Systematic, _energy) : Ratio(IntervalSource, energy),
            active,
            energy - active,
            rate,
            Ratio(timing.UsedNanoseconds, timing.ElapsedNanoseconds),
            timing.CoarseReadings);
    }

    /// <summary>
    /// Energy is told for the middle of the time in which CPU times are read; each of them is read somewhere in it. What was used between the
    /// two is in the CPU time of the neighbouring interval and charged as much as CPU time costs there, which matters as far as the shares
    /// of the two differ. Whether a reading is early or late is as likely.
    /// </summary>
    private BoundaryNoise Alignment(double rate, in SampleTiming timing)
    {
        var used = Ratio(timing.UsedNanoseconds, timing.ElapsedNanoseconds);
        var (early, late) = (rate * _used, _rate * used);
        var end = Square(rate * used * timing.SpreadNanoseconds) / 12;
        var begin = _isKnown ? (Square(early * timing.SpreadNanoseconds) + Square(late * timing.SpreadNanoseconds)) / 24 : end;
        (_isKnown, _rate, _used) = (rate > 0, rate, used);
        return new BoundaryNoise(begin, end, 0, 0);
    }

    private static double Square(double value) => value * value;

    private static double Ratio(double part, double whole) => whole > 0 ? part / whole : 0;
}
