namespace Wattshare.Attribution.Uncertainty;

/// <summary>The errors of what somebody got of one component. A mutable value; one thread.</summary>
internal struct PartErrors
{
    private Telescope _energy;
    private Telescope _ownClock;
    private Telescope _otherClocks;
    private UnbookedTime _ownUnbooked;
    private UnbookedTime _othersUnbooked;
    private double _source;
    private double _share;
    private double _floor;

    /// <summary>True while the last interval that had active energy gave some of it.</summary>
    public readonly bool IsOpen => _energy.IsOpen;

    /// <summary>The random part: one standard deviation in microjoules.</summary>
    public readonly double Random => Math.Sqrt(Variance);

    /// <summary>The systematic part: three independent causes, each in one direction all the time, in microjoules.</summary>
    public readonly double Systematic => Math.Sqrt((_source * _source) + (_share * _share) + (_floor * _floor));

    private readonly double Variance => _energy.Variance + _ownClock.Variance + _otherClocks.Variance + _ownUnbooked.Variance + _othersUnbooked.Variance;

    /// <summary>Adds one interval.</summary>
    /// <param name="errors">What it says about the component.</param>
    /// <param name="rules">The relative figures.</param>
    /// <param name="active">The active energy that was got, in microjoules.</param>
    /// <param name="idle">The idle energy that was got, in microjoules.</param>
    /// <param name="coarseReadings">How many processes' CPU times in ticks it depends on.</param>
    /// <returns>True when the errors may have changed.</returns>
    public bool Advance(in ComponentErrors errors, UncertaintyRules rules, long active, long idle, int coarseReadings)
    {
        _source += errors.SourceRatio * (active + idle);
        if (errors.Active <= 0)
        {
            _floor += rules.IdleFloor * idle; // What was called idle may have been use, and somebody else's.
            _energy.Hold(errors.Energy);
            return idle != 0;
        }

        var share = active / errors.Active;
        var changes = _energy.IsOpen || share > 0 || idle != 0;
        _energy.Advance(share, errors.Energy);
        if (errors.Clock.End > 0 && active > 0) AdvanceClocks(errors, share, coarseReadings);
        if (errors.BookingVariance > 0 && active > 0) AdvanceUnbooked(errors, share);

        // The parts add up to the whole, so what one has too much the others have too little: nobody's error who has all of it.
        _share += rules.ShareModel * active * (1 - share);
        _floor += rules.IdleFloor * Math.Abs((errors.Idle * share) - idle);
        return changes;
    }

    /// <summary>Adds the errors of somebody whose energy was taken over.</summary>
    /// <param name="other">The errors, which do not grow any more.</param>
    public void Add(in PartErrors other)
    {
        _energy.Add(other.Variance);
        _source += other._source;
        _share += other._share;
        _floor += other._floor;
    }

    /// <summary>
    /// Own time that is told too late is missing in the part and in the whole; that of others, in the whole only. A clock that stood still
    /// keeps the error of its last reading, so nothing is added while nothing runs.
    /// </summary>
    private void AdvanceClocks(in ComponentErrors errors, double share, int own)
    {
        _ownClock.Advance(errors.Rate * (1 - share) * Math.Sqrt(own), errors.Clock);
        _otherClocks.Advance(errors.Rate * share * Math.Sqrt(Math.Max(0, errors.CoarseReadings - own)), errors.Clock);
    }

    /// <summary>The same for what the kernel has not booked yet of the tasks that run just then.</summary>
    private void AdvanceUnbooked(in ComponentErrors errors, double share)
    {
        _ownUnbooked.Advance(errors.Rate * (1 - share), errors.Threads * share, errors.BookingVariance);
        _othersUnbooked.Advance(errors.Rate * share, errors.Threads * (1 - share), errors.BookingVariance);
    }
}
