namespace Wattshare.Exporter.Host.Bpf;

/// <summary>What is known of a cgroup from the moment it was made.</summary>
/// <param name="Parent">The inode of the directory around it.</param>
/// <param name="Name">The name of its directory, at least one byte and no slash.</param>
internal readonly record struct MadeGroup(ulong Parent, byte[] Name);
