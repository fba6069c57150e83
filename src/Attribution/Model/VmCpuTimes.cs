using System.Runtime.CompilerServices;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Model;

/// <summary>
/// CPU time of a virtual machine by the role of its threads, in nanoseconds. A role that was never seen has none, which is not 0.
/// After 292 years of CPU time it begins anew (<see cref="CpuClock"/>).
/// </summary>
public struct VmCpuTimes : IEquatable<VmCpuTimes>
{
    private Times _times;
    private int _seen;

    /// <summary>The time of one role in nanoseconds, or null when the role was never seen.</summary>
    /// <param name="role">A defined role.</param>
    public readonly long? this[VmRole role] => (_seen & (1 << (int)role)) == 0 ? null : _times[(int)role];

    /// <summary>Adds time to a role, which is seen from then on.</summary>
    /// <param name="role">A defined role.</param>
    /// <param name="nanoseconds">The time; a negative one counts as 0.</param>
    public void Add(VmRole role, long nanoseconds)
    {
        _times[(int)role] = CpuClock.Add(_times[(int)role], Math.Max(0, nanoseconds));
        _seen |= 1 << (int)role;
    }

    /// <summary>Adds the times of another machine.</summary>
    /// <param name="other">Its times.</param>
    public void Add(in VmCpuTimes other)
    {
        foreach (var role in VmRoles.All)
            if (other[role] is { } nanoseconds) Add(role, nanoseconds);
    }

    /// <summary>Tells whether all roles are equal.</summary>
    /// <param name="left">One side.</param>
    /// <param name="right">Other side.</param>
    /// <returns>True when equal.</returns>
    public static bool operator ==(VmCpuTimes left, VmCpuTimes right) => left.Equals(right);

    /// <summary>Tells whether any role differs.</summary>
    /// <param name="left">One side.</param>
    /// <param name="right">Other side.</param>
    /// <returns>True when different.</returns>
    public static bool operator !=(VmCpuTimes left, VmCpuTimes right) => !left.Equals(right);

    /// <inheritdoc/>
    public readonly bool Equals(VmCpuTimes other) => _seen == other._seen && ((ReadOnlySpan<long>)_times).SequenceEqual(other._times);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is VmCpuTimes other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => HashCode.Combine(_times[0], _times[1], _times[2], _times[3], _seen);

    [InlineArray(VmRoles.Count)]
    private struct Times
    {
        private long _first;
    }
}
