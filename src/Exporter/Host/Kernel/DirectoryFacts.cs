using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Wattshare.Exporter.Host.Kernel;

/// <summary>What statx(2) tells about a directory.</summary>
/// <param name="Inode">The inode. On cgroupfs it is never used again while the host runs.</param>
/// <param name="Links">The link count: 2 and one for each subdirectory; 1 or 0 on file systems that do not count.</param>
internal readonly record struct DirectoryFacts(ulong Inode, uint Links)
{
    private const int TypeMask = 0xF000;
    private const int TypeDirectory = 0x4000;

    /// <summary>Asks for a directory, without following a link.</summary>
    /// <param name="path">The path, ending with NUL.</param>
    /// <param name="facts">What was found.</param>
    /// <returns>0, or a negative error number; what is not a directory gives ENOTDIR.</returns>
    public static unsafe int Read(ReadOnlySpan<byte> path, out DirectoryFacts facts)
    {
        facts = default;
        var result = stackalloc byte[256];
        fixed (byte* name = path)
        {
            if (LibC.Stat(LibC.WorkingDirectory, name, LibC.NoFollow, LibC.StatMask, result) != 0) return -Marshal.GetLastPInvokeError();
        }

        var fields = new ReadOnlySpan<byte>(result, 256);
        if ((BinaryPrimitives.ReadUInt16LittleEndian(fields[28..]) & TypeMask) != TypeDirectory) return -Errno.NotDirectory;
        facts = new DirectoryFacts(BinaryPrimitives.ReadUInt64LittleEndian(fields[32..]), BinaryPrimitives.ReadUInt32LittleEndian(fields[16..]));
        return 0;
    }
}
