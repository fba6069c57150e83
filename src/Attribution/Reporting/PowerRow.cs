using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Reporting;

/// <summary>
/// The extremes and the distribution of the host's power, finer than a sampling interval. A step is the shortest time between two readings
/// of the counter that moved and that lie at least 10 ms apart; it is cut at the first reading after 1 s.
/// </summary>
/// <param name="Component">The component.</param>
/// <param name="PeakMicrowatts">The highest power of a step that ended in the last 60 s before the interval or in it, or null without any.</param>
/// <param name="LowMicrowatts">The lowest power of those steps, or null.</param>
/// <param name="Distribution">The powers of all steps since the program began.</param>
public sealed record PowerRow(Component Component, long? PeakMicrowatts, long? LowMicrowatts, PowerDistribution Distribution);
