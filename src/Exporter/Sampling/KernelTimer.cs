using System.Runtime.InteropServices;

namespace Wattshare.Exporter.Sampling;

/// <summary>The calls of the C library for waiting to the microsecond, which the runtime's own waits (whole milliseconds) cannot.</summary>
internal static unsafe partial class KernelTimer
{
    /// <summary>CLOCK_MONOTONIC, the clock of <see cref="TimeProvider.GetTimestamp"/> on Linux.</summary>
    public const int MonotonicClock = 1;

    /// <summary>TIMER_ABSTIME: the time is an instant and not a length, so being interrupted adds nothing to it.</summary>
    public const int AbsoluteTime = 1;

    /// <summary>PR_SET_TIMERSLACK: by how much the kernel may delay the timers of the calling thread, in nanoseconds.</summary>
    public const int SetTimerSlack = 29;

    /// <summary>clock_nanosleep(2).</summary>
    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Sleep(int clock, int flags, long* secondsAndNanoseconds, void* remaining);

    /// <summary>prctl(2).</summary>
    [LibraryImport("libc", EntryPoint = "prctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Control(int option, nuint first, nuint second, nuint third, nuint fourth);

    /// <summary>syscall(2), for a call that the C library may not have.</summary>
    [LibraryImport("libc", EntryPoint = "syscall")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint Call(nint number, nint thread, void* attributes, nint sizeOrFlags, nint flags);
}
