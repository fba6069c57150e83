namespace Wattshare.Attribution.Splitting;

/// <summary>What somebody has a claim to: a weight in one of the pools that the energy of a component was put into.</summary>
/// <param name="Pool">The number of the pool.</param>
/// <param name="Weight">The weight, in the unit of the pool; at least 0.</param>
internal readonly record struct Stake(int Pool, long Weight);
