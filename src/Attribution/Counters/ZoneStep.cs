namespace Wattshare.Attribution.Counters;

/// <summary>What one reading did to a zone's account.</summary>
/// <param name="Kind">The named outcome.</param>
/// <param name="Microjoules">The energy that was added.</param>
/// <param name="CoveredNanoseconds">The time that the energy was drawn in: longer than the interval after a gap, 0 when there is no energy.</param>
public readonly record struct ZoneStep(ZoneStepKind Kind, long Microjoules, long CoveredNanoseconds);
