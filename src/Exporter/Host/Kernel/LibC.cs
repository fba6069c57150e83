using System.Runtime.InteropServices;

namespace Wattshare.Exporter.Host.Kernel;

/// <summary>
/// The few calls of the C library that the host readers use in place of System.IO: those allocate nothing, and answer with an
/// error number where System.IO would throw (a process that ends between two lines of ours is the normal case, not an exception).
/// </summary>
internal static unsafe partial class LibC
{
    /// <summary>O_RDONLY | O_CLOEXEC | O_NONBLOCK: a hostile tree may hold a pipe, and opening one must not wait for its writer.</summary>
    public const int OpenFlags = 0x80000 | 0x800;

    /// <summary>statx: relative paths begin at the working directory.</summary>
    public const int WorkingDirectory = -100;

    /// <summary>statx: do not follow a link.</summary>
    public const int NoFollow = 0x100;

    /// <summary>statx: mode type, link count and inode.</summary>
    public const uint StatMask = 0x1 | 0x4 | 0x100;

    /// <summary>getrlimit: the number of open files.</summary>
    public const int LimitOpenFiles = 7;

    /// <summary>clock_gettime: time since boot, suspension included, the clock of field 22 of <c>/proc/PID/stat</c>.</summary>
    public const int ClockBootTime = 7;

    /// <summary>clock_getres: a clock that moves with the scheduler's tick.</summary>
    public const int ClockMonotonicCoarse = 6;

    /// <summary>open(2).</summary>
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Open(byte* path, int flags);

    /// <summary>close(2).</summary>
    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Close(int descriptor);

    /// <summary>pread(2).</summary>
    [LibraryImport("libc", EntryPoint = "pread", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint ReadAt(int descriptor, byte* buffer, nuint count, long offset);

    /// <summary>
    /// As <see cref="ReadAt"/>, for what is read a thousand times a second: to keep the error costs two more calls into the system's
    /// library each time. After a negative result <see cref="ReadAt"/> tells the error.
    /// </summary>
    [LibraryImport("libc", EntryPoint = "pread")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint TryReadAt(int descriptor, byte* buffer, nuint count, long offset);

    /// <summary>readlink(2).</summary>
    [LibraryImport("libc", EntryPoint = "readlink", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint ReadLink(byte* path, byte* buffer, nuint size);

    /// <summary>getdents64(2), exported by glibc since 2.30.</summary>
    [LibraryImport("libc", EntryPoint = "getdents64", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint ReadDirectory(int descriptor, byte* buffer, nuint size);

    /// <summary>statx(2), whose structure is the same on every architecture, other than stat's.</summary>
    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Stat(int directory, byte* path, int flags, uint mask, byte* result);

    /// <summary>getrlimit(2): soft and hard limit.</summary>
    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int GetLimit(int resource, ulong* softAndHard);

    /// <summary>clock_gettime(2): seconds and nanoseconds.</summary>
    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int GetTime(int clock, long* secondsAndNanoseconds);

    /// <summary>clock_getres(2): seconds and nanoseconds.</summary>
    [LibraryImport("libc", EntryPoint = "clock_getres", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int GetResolution(int clock, long* secondsAndNanoseconds);

    /// <summary>read(2).</summary>
    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint Read(int descriptor, byte* buffer, nuint count);

    /// <summary>malloc_trim(3): gives free memory of the C heap back to the kernel.</summary>
    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int TrimHeap(nuint keep);
}
