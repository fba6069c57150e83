using System.Runtime.InteropServices;

namespace Wattshare.VmShare.Tests.Support;

/// <summary>A tmpfs of one test, unmounted with it.</summary>
internal sealed partial class Mounts : IDisposable
{
    private const ulong ReadOnlyFlag = 1;
    private const ulong RemountFlag = 32;
    private const int Detach = 2;
    private readonly TempFolder _point = new();
    private readonly string _options;

    private Mounts(string options)
    {
        _options = options;
        Error = Mount("tmpfs", _point.Path, "tmpfs", 0, options) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    /// <summary>Why mounting is refused on this machine, or null where it works.</summary>
    public static string? Refusal { get; } = Try();

    public string Path => _point.Path;

    private int Error { get; }

    public static Mounts Tmpfs(string options) => new(options);

    public void Remount(bool readOnly) =>
        Assert.Equal(0, Mount("tmpfs", _point.Path, "tmpfs", RemountFlag | (readOnly ? ReadOnlyFlag : 0), _options));

    public void Dispose()
    {
        if (Error == 0) _ = Unmount(_point.Path, Detach);
        _point.Dispose();
    }

    private static string? Try()
    {
        using var mount = Tmpfs("size=16k");
        return mount.Error == 0 ? null : $"mounting a tmpfs is refused here (errno {mount.Error}); run the tests as root";
    }

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Mount(string source, string target, string type, ulong flags, string data);

    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Unmount(string target, int flags);
}
