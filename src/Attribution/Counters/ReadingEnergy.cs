using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Counters;

/// <summary>What one reading of the zones added, by component: finer than an interval, which may hold many readings.</summary>
/// <param name="Energy">Microjoules since the reading before, whatever time they were drawn in.</param>
/// <param name="Whole">Components of which every counted zone gave its value at this reading; of others a part of the energy is still to come.</param>
/// <param name="Broken">Components of which a counted zone failed, was withheld or began anew: how long the energy took cannot be told.</param>
/// <param name="Bracket">Between which two instants the counted zones were read.</param>
public readonly record struct ReadingEnergy(ComponentEnergy Energy, ComponentSet Whole, ComponentSet Broken, ReadBracket Bracket);
