namespace Wattshare.Attribution.Counters;

/// <summary>The outcomes of advancing a zone by one reading.</summary>
public enum ZoneStepKind
{
    /// <summary>The first value: a baseline without energy.</summary>
    Baseline = 0,

    /// <summary>Energy was added, wraps included.</summary>
    Advanced = 1,

    /// <summary>The read failed: no energy, and none is lost, since the next value covers the gap.</summary>
    NotRead = 2,

    /// <summary>The value does not fit: it is withheld until the next one tells a glitch from a reset.</summary>
    Withheld = 3,

    /// <summary>The zone begins anew from a reading that is known to be good; the energy up to it cannot be known.</summary>
    Rebased = 4,
}
