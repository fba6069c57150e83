using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Counters;

/// <summary>The energy of one interval by component.</summary>
/// <param name="Energy">Microjoules by component; components never overlap.</param>
/// <param name="Measured">Components that were ever measured or modelled.</param>
/// <param name="Live">Components whose every counted zone gave the energy of this interval, neither less nor that of a gap before.</param>
public readonly record struct IntervalEnergy(ComponentEnergy Energy, ComponentSet Measured, ComponentSet Live);
