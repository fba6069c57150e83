namespace Wattshare.Attribution.Sampling;

/// <summary>
/// Between which two instants a value was read, on the monotonic clock. A thread may be stopped between looking at the clock and reading,
/// so one look alone would say when a value was read only on a machine that has nothing else to do.
/// </summary>
/// <param name="BeginNanoseconds">The instant before the read.</param>
/// <param name="EndNanoseconds">The instant after it, not earlier.</param>
public readonly record struct ReadBracket(long BeginNanoseconds, long EndNanoseconds)
{
    /// <summary>True when nobody looked at the clock: the value is then one of the instant of the sample.</summary>
    public bool IsUnknown => EndNanoseconds == 0;

    /// <summary>The instant that the value is taken to be of.</summary>
    public long MiddleNanoseconds => BeginNanoseconds + (LengthNanoseconds / 2);

    /// <summary>The time within which the read was; half of it is the most by which <see cref="MiddleNanoseconds"/> is wrong.</summary>
    public long LengthNanoseconds => EndNanoseconds - BeginNanoseconds;
}
