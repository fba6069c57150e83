using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Exporter.Sensors.Overlap;

/// <summary>What is remembered of one zone from sample to sample, to tell whether its energy may be counted. One thread.</summary>
/// <param name="zone">The zone.</param>
internal sealed class ContestedZone(ZoneInfo zone)
{
    private long _round;
    private bool _hadValue;
    private bool _unbroken;
    private bool _missing;

    /// <summary>The zone as its sensor described it last.</summary>
    public ZoneInfo Zone { get; set; } = zone;

    /// <summary>The component that the zone's sensor wants it to count for or to stand in for, or null.</summary>
    public Component? Wanted { get; private set; }

    /// <summary>True when the zone only stands in for another one of its sensor.</summary>
    public bool IsSubstitute { get; private set; }

    /// <summary>Whether the present reading gave a value that goes on from the one before.</summary>
    public bool HasValue { get; private set; }

    /// <summary>Whether the zone was to count from the last sample on.</summary>
    public bool Planned { get; set; }

    /// <summary>Whether the zone counts in the present sample.</summary>
    public bool Chosen { get; set; }

    /// <summary>
    /// True when nobody else counted the energy since the zone's last value: either that was in the sample before, or the zone was
    /// missing and missed.
    /// </summary>
    public bool GoesOn => _hadValue && _unbroken;

    /// <summary>True when the zone was missing at the last sample, so that its next value brings energy that nobody counted.</summary>
    public bool Owes => _missing && GoesOn;

    /// <summary>True until the first value, which is a baseline and brings no energy.</summary>
    public bool IsNew => !_hadValue;

    /// <summary>Takes in the reading of a sample.</summary>
    /// <param name="round">The number of the sample, 1 and more; a zone that one of them had no reading of is as one that failed.</param>
    /// <param name="reading">The reading; a model is not contested, and counts for nothing here.</param>
    public void Begin(long round, in ZoneReading reading)
    {
        _unbroken &= round == _round + 1;
        _round = round;
        IsSubstitute = reading is { CountsAs: null, StandsInFor: not null };
        Wanted = reading.Zone.Method == MeasurementMethod.Model ? null : reading.CountsAs ?? reading.StandsInFor;

        // A value that lost what was drawn before it is as none: who has not lost it takes the place.
        HasValue = reading is { Outcome: ReadOutcome.Ok, IsBaseline: false };
        Chosen = false;
    }

    /// <summary>Ends the sample, after the choice is made.</summary>
    public void End()
    {
        _hadValue |= HasValue;
        _unbroken = HasValue || (_unbroken && Chosen);
        _missing = Chosen && !HasValue;
    }
}
