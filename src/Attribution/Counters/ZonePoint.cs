using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Counters;

/// <summary>A value of a counter and what is known of when it was read.</summary>
/// <param name="Microjoules">The value.</param>
/// <param name="Nanoseconds">When it was read.</param>
/// <param name="MovedAt">When it was read for the first time since the counter moved.</param>
/// <param name="Bracket">Within which time it was read; unknown for a value of the sample's instant.</param>
internal readonly record struct ZonePoint(long Microjoules, long Nanoseconds, long MovedAt, ReadBracket Bracket)
{
    /// <summary>The most by which <see cref="Nanoseconds"/> may be wrong.</summary>
    public long DoubtNanoseconds => (Bracket.LengthNanoseconds + 1) / 2;

    /// <summary>The time between two readings. Middles of brackets are not told to be in order, and energy is never of less than no time.</summary>
    /// <param name="earlier">The earlier one.</param>
    /// <returns>Nanoseconds.</returns>
    public long Since(in ZonePoint earlier) => Math.Max(0, Nanoseconds - earlier.Nanoseconds);

    /// <summary>The point of a reading with a value.</summary>
    /// <param name="reading">The reading.</param>
    /// <param name="timestampNanoseconds">The instant that holds when the reading does not tell its own.</param>
    /// <returns>The point.</returns>
    public static ZonePoint Of(in ZoneReading reading, long timestampNanoseconds)
    {
        var instant = reading.Bracket.IsUnknown ? timestampNanoseconds : reading.Bracket.MiddleNanoseconds;
        return new ZonePoint(reading.RawMicrojoules, instant, instant, reading.Bracket);
    }
}
