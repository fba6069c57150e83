using Microsoft.Win32.SafeHandles;

namespace Wattshare.VmShare.Native;

/// <content>Whole files: opened, read, and replaced at one stroke.</content>
internal sealed partial class Folder
{
    private const uint FileMode = 0x1a4; // 0644

    /// <summary>
    /// Opens a regular file that has this one name. The name is looked at before it is opened, because opening a device or a pipe
    /// that a guest put there could already do something; the handle is looked at again, because the name may have changed between.
    /// </summary>
    /// <param name="name">One path component.</param>
    /// <param name="access"><see cref="Flags.ReadOnly"/> or <see cref="Flags.ReadWrite"/>.</param>
    /// <param name="file">The file, or null.</param>
    /// <returns>An error number; EINVAL when it is not a regular file or has a second name somewhere.</returns>
    public int OpenFile(string name, int access, out SafeFileHandle? file)
    {
        file = null;
        var error = Status(name, out var before);
        if (error != Errno.Success) return error;
        if (!before.IsRegular || before.Links != 1) return Errno.Invalid;
        var descriptor = NativeMethods.OpenAt(_handle, name, access | Flags.NoFollow | Flags.NonBlocking | Flags.CloseOnExec, 0);
        if (descriptor < 0) return LastError();
        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        error = StatusOf(handle, "", Flags.EmptyPath, out var opened);
        if (error == Errno.Success && opened.Identity != before.Identity) error = Errno.Invalid;
        if (error == Errno.Success) file = handle;
        else handle.Dispose();
        return error;
    }

    /// <summary>Reads a regular file from its beginning.</summary>
    /// <param name="name">One path component.</param>
    /// <param name="buffer">Where the bytes go; a longer file is cut.</param>
    /// <param name="length">How many bytes were read.</param>
    /// <returns>An error number.</returns>
    public int ReadFile(string name, Span<byte> buffer, out int length)
    {
        length = 0;
        var error = OpenFile(name, Flags.ReadOnly, out var file);
        using var held = file;
        return held is null ? error : Files.Read(held, buffer, out length);
    }

    /// <summary>
    /// Puts a file into place with all of its content at once: it is written under another name and renamed, so that a reader sees
    /// the old file, or none, or the whole new one. A link in its place is replaced and not followed.
    /// </summary>
    /// <param name="name">One path component.</param>
    /// <param name="temporary">The name while it is written; whatever has that name is removed.</param>
    /// <param name="content">The content.</param>
    /// <param name="durable">True to have the content on the disk before it gets its name.</param>
    /// <returns>An error number.</returns>
    public int PutFile(string name, string temporary, ReadOnlySpan<byte> content, bool durable)
    {
        var error = WriteNew(temporary, content, durable);
        if (error == Errno.Success) error = Rename(temporary, name);
        if (error == Errno.IsFolder && RemoveFolder(name) == Errno.Success) error = Rename(temporary, name);
        if (error != Errno.Success) _ = Remove(temporary);
        return error;
    }

    private int Rename(string from, string to) => Result(NativeMethods.RenameAt(_handle, from, _handle, to));

    private int WriteNew(string name, ReadOnlySpan<byte> content, bool durable)
    {
        var error = Remove(name);
        if (error != Errno.Success) return error;
        var flags = Flags.WriteOnly | Flags.Create | Flags.Exclusive | Flags.NoFollow | Flags.CloseOnExec;
        var descriptor = NativeMethods.OpenAt(_handle, name, flags, FileMode);
        if (descriptor < 0) return LastError();
        using var file = new SafeFileHandle(descriptor, ownsHandle: true);
        error = Result(NativeMethods.ChangeMode(file, FileMode));
        if (error == Errno.Success) error = Files.Write(file, content);
        if (error == Errno.Success && durable) error = Result(NativeMethods.SynchroniseData(file));
        return error;
    }
}
