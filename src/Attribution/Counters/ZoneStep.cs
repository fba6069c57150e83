namespace Wattshare.Attribution.Counters;

/// <summary>What one reading did to a zone's account.</summary>
/// <param name="Kind">The named outcome.</param>
/// <param name="Microjoules">The energy that was added.</param>
/// <param name="CoveredNanoseconds">The time that the energy was drawn in: longer than the interval after a gap, 0 when there is no energy.</param>
/// <param name="UnseenMicrojoules">The part of the energy that no reading shows (<see cref="UnseenEnergy"/>).</param>
public readonly record struct ZoneStep(ZoneStepKind Kind, long Microjoules, long CoveredNanoseconds, long UnseenMicrojoules = 0);
