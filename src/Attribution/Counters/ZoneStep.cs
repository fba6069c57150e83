namespace Wattshare.Attribution.Counters;

/// <summary>What one reading did to a zone's account.</summary>
/// <param name="Kind">The named outcome.</param>
/// <param name="Microjoules">The energy since the last accepted reading; 0 unless the kind is <see cref="ZoneStepKind.Advanced"/>.</param>
public readonly record struct ZoneStep(ZoneStepKind Kind, long Microjoules);
