using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Wattshare.VmShare.Native;

/// <summary>Reads and writes of open files that answer with an error number and never throw.</summary>
internal static class Files
{
    /// <summary>Reads from the beginning with one call.</summary>
    /// <param name="file">The file.</param>
    /// <param name="buffer">Where the bytes go.</param>
    /// <param name="length">How many bytes there were.</param>
    /// <returns>An error number.</returns>
    public static unsafe int Read(SafeFileHandle file, Span<byte> buffer, out int length)
    {
        length = 0;
        fixed (byte* start = buffer)
        {
            var got = NativeMethods.Read(file, start, (nuint)buffer.Length, 0);
            if (got < 0) return Marshal.GetLastPInvokeError();
            length = (int)got;
            return Errno.Success;
        }
    }

    /// <summary>Writes to the beginning with one call; a short write is a full disk.</summary>
    /// <param name="file">The file.</param>
    /// <param name="content">The bytes.</param>
    /// <returns>An error number.</returns>
    public static unsafe int Write(SafeFileHandle file, ReadOnlySpan<byte> content)
    {
        fixed (byte* start = content)
        {
            var put = NativeMethods.Write(file, start, (nuint)content.Length, 0);
            if (put < 0) return Marshal.GetLastPInvokeError();
            return put == content.Length ? Errno.Success : Errno.NoSpace;
        }
    }

    /// <summary>Cuts or extends a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="length">The new length in bytes.</param>
    /// <returns>An error number.</returns>
    public static int SetLength(SafeFileHandle file, long length) =>
        NativeMethods.Truncate(file, length) == 0 ? Errno.Success : Marshal.GetLastPInvokeError();

    /// <summary>Tells which file a handle stands for.</summary>
    /// <param name="file">The file.</param>
    /// <returns>Its identity; one that no file has when the system does not tell.</returns>
    public static FileIdentity IdentityOf(SafeFileHandle file) =>
        NativeMethods.Statx(file, "", Flags.EmptyPath, FileStatus.BasicMask, out var status) == 0 ? status.Identity : default;
}
