namespace Wattshare.Attribution.Uncertainty;

/// <summary>Gathers the errors of one component. One thread.</summary>
internal sealed class ComponentBudget
{
    private Telescope _random;
    private double _energy;

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
        Errors = new ComponentErrors(
            Noise + Alignment(active, timing),
            timing.Clock,
            isDifference ? Ratio(Systematic, _energy) : Ratio(IntervalSource, energy),
            active,
            energy - active,
            Ratio(active, timing.UsedNanoseconds),
            timing.CoarseReadings);
    }

    /// <summary>
    /// CPU time is read before the zones, somewhere in the time that it takes. What was drawn between the two is charged by the use of
    /// another interval, which matters as far as the shares of the two differ. The time always has the same sign, so its square is averaged
    /// around 0 and not around its mean.
    /// </summary>
    private static BoundaryNoise Alignment(double active, in SampleTiming timing)
    {
        var drawn = Ratio(active, timing.ElapsedNanoseconds) * timing.SpreadNanoseconds;
        return new BoundaryNoise(drawn * drawn / 3, drawn * drawn / 3, 0, 0);
    }

    private static double Ratio(double part, double whole) => whole > 0 ? part / whole : 0;
}
