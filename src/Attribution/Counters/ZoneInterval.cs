namespace Wattshare.Attribution.Counters;

/// <summary>What the readings of one zone since the last report add up to. A mutable value inside its counter; one thread.</summary>
internal struct ZoneInterval
{
    /// <summary>True once the zone was read in the interval, whatever came of it.</summary>
    public bool WasRead { get; private set; }

    /// <summary>The energy in microjoules.</summary>
    public long Microjoules { get; private set; }

    /// <summary>The time that the energy was drawn in, that of a gap before the interval included, in nanoseconds.</summary>
    public long CoveredNanoseconds { get; private set; }

    /// <summary>What the last reading did.</summary>
    public ZoneStepKind LastKind { get; private set; }

    /// <summary>The instant of the last reading, in nanoseconds.</summary>
    public long LastNanoseconds { get; private set; }

    /// <summary>How often the zone began anew, its very first value included.</summary>
    public int Rebases { get; private set; }

    /// <summary>The variance of the part of the energy that no reading shows, in squares of microjoules.</summary>
    public double UnseenVariance { get; private set; }

    /// <summary>Adds one reading.</summary>
    /// <param name="step">What it did.</param>
    /// <param name="timestampNanoseconds">Its instant.</param>
    public void Add(in ZoneStep step, long timestampNanoseconds)
    {
        WasRead = true;
        Microjoules += step.Microjoules;
        CoveredNanoseconds += step.CoveredNanoseconds;
        UnseenVariance += UnseenEnergy.Variance(step.UnseenMicrojoules);
        LastKind = step.Kind;
        LastNanoseconds = timestampNanoseconds;
        if (step.Kind is ZoneStepKind.Baseline or ZoneStepKind.Rebased) Rebases++;
    }

    /// <summary>Moves the ends of the interval from the instants of readings to those of samples.</summary>
    /// <param name="shift">What comes in at the beginning less what goes out at the end.</param>
    public void Shift(ZoneLead shift)
    {
        Microjoules += shift.Microjoules;
        CoveredNanoseconds += shift.Nanoseconds;
    }

    /// <summary>
    /// Tells whether the energy is that of exactly the interval: up to its end, from its beginning, and without a part that is unknown.
    /// A failed read or a glitch in between does no harm when a later reading covered it.
    /// </summary>
    /// <param name="timestampNanoseconds">The end of the interval.</param>
    /// <param name="elapsedNanoseconds">Its length.</param>
    /// <returns>False when time is missing, or when time of before is in it.</returns>
    public readonly bool Covers(long timestampNanoseconds, long elapsedNanoseconds) =>
        LastKind == ZoneStepKind.Advanced && LastNanoseconds == timestampNanoseconds && CoveredNanoseconds == elapsedNanoseconds && Rebases == 0;
}
