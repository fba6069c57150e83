namespace Wattshare.Exporter.Host.Processes;

/// <summary>A process that is there and not known yet.</summary>
/// <param name="Pid">Its number.</param>
/// <param name="Inode">The inode under which it was listed, or 0 when it was not.</param>
internal readonly record struct Candidate(int Pid, ulong Inode);
