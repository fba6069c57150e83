using System.Runtime.InteropServices;

namespace Wattshare.Fixtures.Lab;

/// <summary>The calls of the C library that make pseudo terminals (pty(7)). Numbers are those of Linux on x86-64 and arm64.</summary>
internal static partial class PtyCalls
{
    /// <summary>O_RDWR | O_NOCTTY: a terminal of a test must not become the test's own.</summary>
    public const int ReadWrite = 0x2 | 0x100;

    /// <summary>O_NONBLOCK and O_CLOEXEC.</summary>
    public const int NonBlocking = 0x800, CloseOnExec = 0x80000;

    /// <summary>TIOCSWINSZ (ioctl_tty(2)).</summary>
    public const nuint SetWindowSize = 0x5414;

    /// <summary>posix_openpt(3).</summary>
    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int OpenMaster(int flags);

    /// <summary>grantpt(3).</summary>
    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Grant(int master);

    /// <summary>unlockpt(3).</summary>
    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Unlock(int master);

    /// <summary>ptsname_r(3).</summary>
    [LibraryImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Name(int master, Span<byte> buffer, nuint length);

    /// <summary>open(2).</summary>
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Open(string path, int flags);

    /// <summary>ioctl(2) with a pointer to a struct winsize.</summary>
    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Control(int descriptor, nuint request, ReadOnlySpan<ushort> size);

    /// <summary>tcgetattr(3); the buffer has to hold a struct termios, which has 60 bytes.</summary>
    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Modes(int descriptor, Span<byte> termios);

    /// <summary>read(2).</summary>
    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint Read(int descriptor, Span<byte> buffer, nuint count);

    /// <summary>write(2).</summary>
    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint Write(int descriptor, ReadOnlySpan<byte> buffer, nuint count);

    /// <summary>close(2).</summary>
    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Close(int descriptor);
}
