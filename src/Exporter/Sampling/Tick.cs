namespace Wattshare.Exporter.Sampling;

/// <summary>One deadline that is served.</summary>
/// <param name="LateNanoseconds">How long after its deadline it begins.</param>
/// <param name="Missed">How many deadlines before it went by unserved.</param>
/// <param name="Attributes">True for a whole sample, false for a read of the zones alone.</param>
internal readonly record struct Tick(long LateNanoseconds, long Missed, bool Attributes);
