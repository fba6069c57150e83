using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Wattshare.VmShare.Native;

/// <summary>
/// A directory that is held open. Everything in it is named relative to the handle and by one path component, and no symbolic link is
/// ever followed, so nothing done here can land outside it, whatever somebody else does to the tree meanwhile.
/// Members return an error number, <see cref="Errno.Success"/> when all went well. Not safe for several threads.
/// </summary>
internal sealed partial class Folder : IDisposable
{
    private const uint FolderMode = 0x1ed; // 0755
    private readonly SafeFileHandle _handle;

    private Folder(SafeFileHandle handle, FileIdentity identity, string path)
    {
        _handle = handle;
        Identity = identity;
        Path = path;
    }

    /// <summary>Which directory it is.</summary>
    public FileIdentity Identity { get; }

    /// <summary>The full path, for messages only.</summary>
    public string Path { get; }

    /// <summary>Opens the directory that the operator named. Links in that path are the operator's own and are followed.</summary>
    /// <param name="path">The path.</param>
    /// <param name="folder">The directory, or null.</param>
    /// <returns>An error number.</returns>
    public static int OpenRoot(string path, out Folder? folder)
    {
        var descriptor = NativeMethods.Open(path, Flags.ReadOnly | Flags.Folder | Flags.CloseOnExec, 0);
        return Adopt(descriptor, path, out folder);
    }

    /// <summary>Opens a directory in this one.</summary>
    /// <param name="name">One path component.</param>
    /// <param name="folder">The directory, or null.</param>
    /// <returns>An error number; ELOOP or ENOTDIR for a symbolic link.</returns>
    public int Open(string name, out Folder? folder)
    {
        var flags = Flags.ReadOnly | Flags.Folder | Flags.NoFollow | Flags.CloseOnExec;
        return Adopt(NativeMethods.OpenAt(_handle, name, flags, 0), System.IO.Path.Join(Path, name), out folder);
    }

    /// <summary>Makes a directory in this one and opens it. Its mode is 0755 whatever the umask is: the guest's server may be another user.</summary>
    /// <param name="name">One path component.</param>
    /// <param name="folder">The directory, or null.</param>
    /// <returns>An error number.</returns>
    public int Make(string name, out Folder? folder)
    {
        folder = null;
        if (NativeMethods.MakeDirectoryAt(_handle, name, FolderMode) != 0) return LastError();
        var error = Open(name, out folder);
        if (error == Errno.Success && NativeMethods.ChangeMode(folder!._handle, FolderMode) != 0) error = LastError();
        return error;
    }

    /// <summary>Looks at a name without following it.</summary>
    /// <param name="name">One path component.</param>
    /// <param name="status">What it is.</param>
    /// <returns>An error number.</returns>
    public int Status(string name, out FileStatus status) => StatusOf(_handle, name, Flags.NoFollowInStatus, out status);

    /// <summary>Tells whether a full path leads to this directory still. Links in it are followed, as when the root was opened.</summary>
    /// <param name="path">A full path.</param>
    /// <returns>False when it leads nowhere or elsewhere.</returns>
    public bool IsStillAt(string path) => StatusOf(_handle, path, 0, out var status) == Errno.Success && status.Identity == Identity;

    /// <summary>Locks the directory against other writers for as long as it is held open; a process that is killed lets go.</summary>
    /// <returns>An error number; EAGAIN when another process holds the lock.</returns>
    public int LockForWriting() => NativeMethods.Lock(_handle, Flags.LockExclusiveNow) == 0 ? Errno.Success : LastError();

    /// <summary>Removes a file, a link (never its target) or an empty directory.</summary>
    /// <param name="name">One path component.</param>
    /// <returns>An error number; ENOENT counts as success.</returns>
    public int Remove(string name)
    {
        var error = Result(NativeMethods.UnlinkAt(_handle, name, 0));
        if (error == Errno.IsFolder) error = RemoveFolder(name);
        return error == Errno.NotThere ? Errno.Success : error;
    }

    /// <summary>Removes a directory if it is empty.</summary>
    /// <param name="name">One path component.</param>
    /// <returns>An error number; ENOENT counts as success.</returns>
    public int RemoveFolder(string name)
    {
        var error = Result(NativeMethods.UnlinkAt(_handle, name, Flags.RemoveFolder));
        return error == Errno.NotThere ? Errno.Success : error;
    }

    /// <summary>Closes the handle.</summary>
    public void Dispose() => _handle.Dispose();

    private static int Adopt(int descriptor, string path, out Folder? folder)
    {
        folder = null;
        if (descriptor < 0) return LastError();
        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        var error = StatusOf(handle, "", Flags.EmptyPath, out var status);
        if (error == Errno.Success) folder = new Folder(handle, status.Identity, path);
        else handle.Dispose();
        return error;
    }

    private static int StatusOf(SafeFileHandle handle, string name, int flags, out FileStatus status) =>
        Result(NativeMethods.Statx(handle, name, flags, FileStatus.BasicMask, out status));

    private static int Result(int returned) => returned == 0 ? Errno.Success : LastError();

    private static int LastError() => Marshal.GetLastPInvokeError();
}
