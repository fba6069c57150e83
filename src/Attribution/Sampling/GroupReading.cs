using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Sampling;

/// <summary>One reading of the CPU time of one group.</summary>
/// <param name="Group">The group.</param>
/// <param name="CpuNanoseconds">CPU time since the group began, in nanoseconds, descendants and ended members included.</param>
/// <param name="Ended">True when the group is gone; the value is then the last that was read.</param>
public readonly record struct GroupReading(GroupInfo Group, long CpuNanoseconds, bool Ended);
