using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Uncertainty;

/// <summary>The times of one sample that errors depend on, in nanoseconds.</summary>
/// <param name="ElapsedNanoseconds">The length of the interval.</param>
/// <param name="UsedNanoseconds">The CPU time that the active energy is divided by.</param>
/// <param name="SpreadNanoseconds">From the first reading of CPU time to the last.</param>
/// <param name="TickVariance">The variance of one reading of a process's CPU time, in squares of nanoseconds.</param>
/// <param name="BookingVariance">The variance of the CPU time of one hardware thread that is always busy, by the kernel's booking, in squares of nanoseconds.</param>
/// <param name="CoarseReadings">How many such readings in ticks readings the CPU time that is divided by depends on.</param>
internal readonly record struct SampleTiming(
    long ElapsedNanoseconds, long UsedNanoseconds, long SpreadNanoseconds, double TickVariance, double BookingVariance, int CoarseReadings)
{
    /// <summary>The readings of a process's CPU time at both ends of the interval.</summary>
    public BoundaryNoise Clock => new(TickVariance, TickVariance, 0, 0);

    /// <summary>Takes the times out of a sample.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="elapsed">The length of the interval in nanoseconds.</param>
    /// <param name="used">The CPU time that the active energy is divided by, in nanoseconds.</param>
    /// <param name="coarseReadings">How many readings in ticks that CPU time depends on.</param>
    /// <returns>The times.</returns>
    public static SampleTiming Of(HostSample sample, long elapsed, long used, int coarseReadings)
    {
        return new SampleTiming(
            elapsed, used, sample.UsageNanoseconds, Uniform(sample.ProcessTickNanoseconds), Uniform(sample.BookingNanoseconds), coarseReadings);
    }

    private static double Uniform(double width) => width * width / 12;
}
