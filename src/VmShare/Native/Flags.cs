using System.Runtime.InteropServices;

namespace Wattshare.VmShare.Native;

/// <summary>
/// Flags of the system calls, from the kernel's headers. Two of them differ between architectures: arm64 keeps the values of 32-bit arm.
/// </summary>
internal static class Flags
{
    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int ReadWrite = 2;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;

    public const int RemoveFolder = 0x200;
    public const int NoFollowInStatus = 0x100;
    public const int EmptyPath = 0x1000;

    public const int LockExclusiveNow = 2 | 4;

    public const int MapReadWrite = 1 | 2;
    public const int MapShared = 1;
    public const int PopulateWrite = 23;

    /// <summary>O_DIRECTORY: fail unless it is a directory.</summary>
    public static readonly int Folder = IsArm ? 0x4000 : 0x10000;

    /// <summary>O_NOFOLLOW: fail when the last part of the path is a symbolic link.</summary>
    public static readonly int NoFollow = IsArm ? 0x8000 : 0x20000;

    private static bool IsArm => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;
}
