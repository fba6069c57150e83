using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Sampling;

/// <summary>
/// CPU time that threads of one role used for one virtual machine. A sample may hold several readings of the same machine and role: they add up.
/// </summary>
/// <param name="Vm">The machine.</param>
/// <param name="Role">The role.</param>
/// <param name="UsedNanoseconds">CPU time since the previous sample, in nanoseconds; never negative.</param>
public readonly record struct VmTimeReading(VmInfo Vm, VmRole Role, long UsedNanoseconds);
