using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Sampling;

/// <summary>One reading of the CPU time of one group.</summary>
/// <param name="Group">The group.</param>
/// <param name="CpuNanoseconds">CPU time since the group began, in nanoseconds, descendants and ended members included.</param>
/// <param name="Ended">True when the group is gone; the value is then the last that was read.</param>
public readonly record struct GroupReading(GroupInfo Group, long CpuNanoseconds, bool Ended)
{
    /// <summary>
    /// True for the first value after the counter could not be read. What was used in the gap was charged to the group above meanwhile, or was
    /// nobody's, and is not charged again.
    /// </summary>
    public bool IsBaseline { get; init; }
}
