using System.Runtime.InteropServices;

namespace Wattshare.VmShare.Native;

/// <content>The names in a directory.</content>
internal sealed partial class Folder
{
    // struct dirent of 64-bit Linux: inode (8), offset (8), record length (2), type (1), then the name and a NUL.
    private const int NameOffset = 19;

    /// <summary>Appends the names in the directory, without <c>.</c> and <c>..</c>.</summary>
    /// <param name="names">Where they go.</param>
    /// <returns>An error number.</returns>
    public int List(List<string> names)
    {
        // The list owns its descriptor, so it gets one of its own; "." gives a fresh position where dup() would share it.
        var descriptor = NativeMethods.OpenAt(_handle, ".", Flags.ReadOnly | Flags.Folder | Flags.CloseOnExec, 0);
        if (descriptor < 0) return LastError();
        var list = NativeMethods.OpenList(descriptor);
        if (list == 0)
        {
            var error = LastError();
            _ = NativeMethods.Close(descriptor);
            return error;
        }

        for (var entry = NativeMethods.NextInList(list); entry != 0; entry = NativeMethods.NextInList(list))
        {
            var name = Marshal.PtrToStringUTF8(entry + NameOffset);
            if (name is not (null or "." or "..")) names.Add(name);
        }

        _ = NativeMethods.CloseList(list);
        return Errno.Success;
    }
}
