namespace Wattshare.Attribution.Uncertainty;

/// <summary>What one interval says about the errors of one component, for everybody who gets a part of it.</summary>
/// <param name="Energy">The readings of the energy against those of the CPU time, in squares of microjoules.</param>
/// <param name="Clock">The readings of one process's CPU time, in squares of nanoseconds; 0 where they are fine enough.</param>
/// <param name="BookingVariance">What the kernel has not booked yet of one hardware thread that is always busy, in squares of nanoseconds; 0 where that is not known.</param>
/// <param name="SourceRatio">The relative standard uncertainty of the energy.</param>
/// <param name="Active">The active energy in microjoules.</param>
/// <param name="Idle">The idle energy in microjoules.</param>
/// <param name="Rate">Active energy for one nanosecond of CPU time, in microjoules.</param>
/// <param name="Threads">How many hardware threads were busy on average.</param>
/// <param name="CoarseReadings">How many readings of CPU time in ticks the active energy is divided by.</param>
internal readonly record struct ComponentErrors(
    BoundaryNoise Energy, BoundaryNoise Clock, double BookingVariance, double SourceRatio, double Active, double Idle, double Rate, double Threads, int CoarseReadings);
