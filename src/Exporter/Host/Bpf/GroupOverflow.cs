namespace Wattshare.Exporter.Host.Bpf;

/// <summary>An overflow and the cgroup it belongs to.</summary>
/// <param name="Group">The inode of the cgroup.</param>
/// <param name="Sum">What its ended tasks used.</param>
internal readonly record struct GroupOverflow(ulong Group, Overflow Sum);
