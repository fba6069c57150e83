using System.Runtime.InteropServices;

namespace Wattshare.Exporter.Tests.Sensors.Share;

/// <summary>Named pipes, which a hostile tree may hold.</summary>
internal static partial class Pipes
{
    /// <summary>mkfifo(3).</summary>
    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Make(string path, uint mode);
}
