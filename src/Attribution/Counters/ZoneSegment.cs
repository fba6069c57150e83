namespace Wattshare.Attribution.Counters;

/// <summary>
/// The last piece of a zone's energy between two readings that are believed, as a straight line. It begins where the counter moved last:
/// a meter that is renewed once a second and read a thousand times a second shows the energy of a whole second in the last millisecond,
/// and to put half of that second after the sample, because the reading before was half a millisecond earlier, would be wrong.
/// </summary>
/// <param name="MovedNanoseconds">When the counter moved last before the piece; not after <paramref name="BeginNanoseconds"/>.</param>
/// <param name="BeginNanoseconds">The instant of the earlier reading.</param>
/// <param name="EndNanoseconds">The instant of the later reading.</param>
/// <param name="Microjoules">The energy in between.</param>
internal readonly record struct ZoneSegment(long MovedNanoseconds, long BeginNanoseconds, long EndNanoseconds, long Microjoules)
{
    /// <summary>A first value: a point without energy.</summary>
    /// <param name="nanoseconds">Its instant.</param>
    /// <returns>The segment.</returns>
    public static ZoneSegment At(long nanoseconds) => new(nanoseconds, nanoseconds, nanoseconds, 0);

    /// <summary>What lies after an instant; nothing, when the last reading is not later.</summary>
    /// <param name="nanoseconds">The instant.</param>
    /// <returns>At most the whole piece.</returns>
    public ZoneLead After(long nanoseconds)
    {
        var after = EndNanoseconds - nanoseconds;
        var length = EndNanoseconds - MovedNanoseconds;
        if (after <= 0 || length <= 0) return default;
        var energy = after >= length ? Microjoules : (long)((Int128)Microjoules * after / length);
        return new ZoneLead(energy, Math.Clamp(EndNanoseconds - BeginNanoseconds, 0, after));
    }
}
