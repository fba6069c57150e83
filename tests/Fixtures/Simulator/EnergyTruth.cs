namespace Wattshare.Fixtures.Simulator;

/// <summary>What the simulated host really used since the simulator began, at the instant of the counters' last update.</summary>
/// <param name="IdleMicrojoules">Energy of the packages that no use caused.</param>
/// <param name="DynamicMicrojoules">Energy of the packages that use caused.</param>
/// <param name="DramIdleMicrojoules">Energy of the memory that no use caused; 0 without memory zones.</param>
/// <param name="DramDynamicMicrojoules">Energy of the memory that use caused; 0 without memory zones.</param>
/// <param name="BusyTicks">The busy time of all hardware threads that made the dynamic energy, in clock ticks.</param>
/// <param name="ElapsedNanoseconds">The time that made the idle energy.</param>
/// <param name="Wraps">How often a counter went past its range, over all zones.</param>
public readonly record struct EnergyTruth(
    long IdleMicrojoules,
    long DynamicMicrojoules,
    long DramIdleMicrojoules,
    long DramDynamicMicrojoules,
    long BusyTicks,
    long ElapsedNanoseconds,
    long Wraps)
{
    /// <summary>The energy of all packages.</summary>
    public long PackageMicrojoules => IdleMicrojoules + DynamicMicrojoules;

    /// <summary>The energy of the memory.</summary>
    public long DramMicrojoules => DramIdleMicrojoules + DramDynamicMicrojoules;
}
