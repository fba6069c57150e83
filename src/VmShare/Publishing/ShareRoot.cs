using Wattshare.VmShare.Native;

namespace Wattshare.VmShare.Publishing;

/// <summary>
/// The root of the share, held open and locked. The path is looked at with every report: a file system mounted over it, or a directory
/// that was removed and made again, is followed. One caller.
/// </summary>
/// <param name="path">The full path.</param>
/// <param name="faults">Where faults go.</param>
internal sealed class ShareRoot(string path, FaultList faults) : IDisposable
{
    private Folder? _folder;

    /// <summary>Grows whenever another directory is the root; what was opened below the old one is then void.</summary>
    public int Generation { get; private set; }

    /// <summary>The root as it is now.</summary>
    /// <returns>The directory, or null with a fault.</returns>
    public Folder? Current()
    {
        if (_folder is not null && _folder.IsStillAt(path)) return _folder;
        Release();
        var error = Folder.OpenRoot(path, out _folder);
        // Two writers would take turns in making the counters go back. A file system without locks (ENOLCK, EOPNOTSUPP) is taken as it is.
        if (error == Errno.Success && _folder!.LockForWriting() == Errno.TryAgain) error = Errno.TryAgain;
        if (error == Errno.Success) return _folder;
        faults.Failed(ShareFaultKind.RootUnusable, path, error);
        Release();
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => Release();

    private void Release()
    {
        if (_folder is null) return;
        _folder.Dispose();
        _folder = null;
        Generation++;
    }
}
