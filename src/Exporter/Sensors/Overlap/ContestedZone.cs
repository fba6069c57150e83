using Wattshare.Attribution.Model;

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

    /// <summary>The component that the zone's sensor wants it to count for, or null.</summary>
    public Component? Wanted { get; private set; }

    /// <summary>Whether the present reading gave a value.</summary>
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
    /// <param name="wanted">The component it counts for, or null; a model is not contested and has null.</param>
    /// <param name="hasValue">Whether it has a value.</param>
    public void Begin(long round, Component? wanted, bool hasValue)
    {
        _unbroken &= round == _round + 1;
        _round = round;
        Wanted = wanted;
        HasValue = hasValue;
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
