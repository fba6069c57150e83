using System.Runtime.InteropServices;

namespace Wattshare.VmShare.Tests.Support;

/// <summary>Makes the kinds of files that .NET has no call for.</summary>
internal static partial class HardLinks
{
    public static void Create(string existing, string name) => Assert.Equal(0, Link(existing, name));

    public static void MakePipe(string name) => Assert.Equal(0, MakePipe(name, 0x1b6));

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(string existing, string name);

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int MakePipe(string name, uint mode);
}
