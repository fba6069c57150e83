using Wattshare.Exporter.Host.Cgroups;
using Wattshare.Exporter.Host.Processes;

namespace Wattshare.Exporter.Host.Bpf;

/// <summary>One process as the BPF source remembers it from read to read. Sampling thread only.</summary>
/// <param name="tracked">What both usage sources know of a process.</param>
internal sealed class RunningProcess(TrackedProcess tracked)
{
    /// <summary>What both usage sources know of a process.</summary>
    public TrackedProcess Tracked => tracked;

    /// <summary>The inode of its cgroup.</summary>
    public ulong Group { get; set; }

    /// <summary>The process that started it.</summary>
    public int Parent { get; set; }

    /// <summary>Whether it ended; it is then reported a last time.</summary>
    public bool Ended { get; set; }

    /// <summary>Whether it is in the list of this read's readings already.</summary>
    public bool Listed { get; set; }

    /// <summary>The last full read that showed it.</summary>
    public long FullRead { get; set; }

    /// <summary>When its executable is looked at again, in nanoseconds since boot.</summary>
    public long LookAgain { get; set; }

    /// <summary>The group that the process was in when it was last resolved.</summary>
    public CgroupNode? Node => tracked.Node;
}
