using System.Runtime.InteropServices;

namespace Wattshare.Fixtures.Lab;

/// <summary>Calls of the C library that .NET does not offer.</summary>
internal static partial class NativeCalls
{
    /// <summary>kill(2).</summary>
    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Kill(int pid, int signal);

    /// <summary>umount2(2); the flag 2 is MNT_DETACH.</summary>
    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Unmount(string target, int flags);
}
