namespace Wattshare.Attribution.Idle;

/// <summary>For how long a component drew about a power while the host was nearly idle.</summary>
/// <param name="Microwatts">The mean power of those seconds.</param>
/// <param name="Seconds">How many there were, older ones counted less.</param>
public readonly record struct IdlePowerBin(long Microwatts, double Seconds);
