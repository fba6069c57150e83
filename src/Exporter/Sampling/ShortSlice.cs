using System.Runtime.InteropServices;

namespace Wattshare.Exporter.Sampling;

/// <summary>
/// Asks the scheduler for short slices for the calling thread. A thread that wakes waits until the one that runs has used its slice, some
/// milliseconds, unless its own is shorter: then it goes first (Linux 6.12, the scheduler feature PREEMPT_SHORT). It gets no more CPU
/// time for that, and no privilege is needed. Where the kernel is older or a filter forbids it, samples come later on a busy host.
/// </summary>
internal static unsafe class ShortSlice
{
    /// <summary>The shortest that the kernel grants.</summary>
    private const ulong SliceNanoseconds = 100_000;

    /// <summary>Sets it for the calling thread and leaves all else as it is.</summary>
    /// <returns>Whether the kernel agreed.</returns>
    public static bool TrySet()
    {
        if (Numbers() is not var (get, set)) return false;
        ScheduleAttributes attributes = default;
        if (KernelTimer.Call(get, 0, &attributes, ScheduleAttributes.Bytes, 0) != 0 || attributes.Policy != 0) return false;
        attributes.Size = ScheduleAttributes.Bytes;
        attributes.Runtime = SliceNanoseconds;
        return KernelTimer.Call(set, 0, &attributes, 0, 0) == 0;
    }

    /// <summary>The numbers of sched_getattr and sched_setattr, which the C library of older systems does not wrap.</summary>
    private static (nint Get, nint Set)? Numbers() => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => (315, 314),
        Architecture.Arm64 => (275, 274),
        _ => null,
    };
}
