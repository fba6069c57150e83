namespace Wattshare.Attribution.Counters;

/// <summary>
/// The part of a zone's energy that was drawn after the instant of the sample. CPU time is read first, so a zone is always read somewhat
/// later; what it shows beyond the sample's instant is the next interval's.
/// </summary>
/// <param name="Microjoules">The energy.</param>
/// <param name="Nanoseconds">The time that it was drawn in.</param>
internal readonly record struct ZoneLead(long Microjoules, long Nanoseconds)
{
    /// <summary>What the interval between two leads has beside its readings: the first one is its own, the second one is not yet.</summary>
    /// <param name="left">The lead at the beginning.</param>
    /// <param name="right">The lead at the end.</param>
    /// <returns>The difference, which may be negative.</returns>
    public static ZoneLead operator -(ZoneLead left, ZoneLead right) =>
        new(left.Microjoules - right.Microjoules, left.Nanoseconds - right.Nanoseconds);
}
