using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Reporting;

/// <summary>An energy that only grows, and what the last interval added to it.</summary>
/// <param name="Cumulative">Microjoules since the program (or the row) began.</param>
/// <param name="LastInterval">Microjoules of the last interval.</param>
public readonly record struct EnergyAmount(ComponentEnergy Cumulative, ComponentEnergy LastInterval);
