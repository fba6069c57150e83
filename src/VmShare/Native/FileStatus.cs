using System.Runtime.InteropServices;

namespace Wattshare.VmShare.Native;

/// <summary>
/// The kernel's <c>struct statx</c> (statx(2)): unlike <c>struct stat</c> it has one layout on every architecture. 256 bytes.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal readonly struct FileStatus
{
    /// <summary>Everything that plain <c>stat</c> tells (STATX_BASIC_STATS).</summary>
    public const uint BasicMask = 0x7ff;

    private const int TypeMask = 0xf000;
    private const int RegularType = 0x8000;
    private const int FolderType = 0x4000;
    private const int LinkType = 0xa000;

    [FieldOffset(16)]
    private readonly uint _links;

    [FieldOffset(28)]
    private readonly ushort _mode;

    [FieldOffset(32)]
    private readonly ulong _inode;

    [FieldOffset(40)]
    private readonly ulong _size;

    [FieldOffset(136)]
    private readonly uint _deviceMajor;

    [FieldOffset(140)]
    private readonly uint _deviceMinor;

    /// <summary>How many names the file has.</summary>
    public long Links => _links;

    /// <summary>The length in bytes.</summary>
    public ulong Size => _size;

    /// <summary>The permission bits.</summary>
    public int Permissions => _mode & 0xfff;

    /// <summary>True for a regular file; false for links, directories, devices and pipes.</summary>
    public bool IsRegular => (_mode & TypeMask) == RegularType;

    /// <summary>True for a directory.</summary>
    public bool IsFolder => (_mode & TypeMask) == FolderType;

    /// <summary>True for a symbolic link.</summary>
    public bool IsLink => (_mode & TypeMask) == LinkType;

    /// <summary>Which file it is.</summary>
    public FileIdentity Identity => new(_deviceMajor, _deviceMinor, _inode);
}
