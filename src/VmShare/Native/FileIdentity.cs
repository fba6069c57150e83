namespace Wattshare.VmShare.Native;

/// <summary>Which file a name or a handle stands for: two are the same file exactly when these are equal and one of them is held open.</summary>
/// <param name="DeviceMajor">Major number of the file system's device.</param>
/// <param name="DeviceMinor">Minor number of the file system's device.</param>
/// <param name="Inode">The inode.</param>
internal readonly record struct FileIdentity(uint DeviceMajor, uint DeviceMinor, ulong Inode);
