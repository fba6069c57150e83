using Wattshare.Attribution.Model;
using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Host.Hypervisors;

/// <summary>One thread of a hypervisor process while it lives. Sampling thread only.</summary>
/// <param name="stat">The kept <c>stat</c> file.</param>
internal sealed class VmThread(HostFile stat)
{
    /// <summary>The kept <c>stat</c> file.</summary>
    public HostFile Stat => stat;

    /// <summary>The start time after boot in clock ticks, or -1 before the first read: with the number it is the identity.</summary>
    public long StartTicks { get; set; } = -1;

    /// <summary>The inode under which it was listed.</summary>
    public ulong Inode { get; set; }

    /// <summary>What it does.</summary>
    public VmRole Role { get; set; } = VmRole.Emulator;

    /// <summary>The CPU time at the last read, in nanoseconds.</summary>
    public long CpuNanoseconds { get; set; }

    /// <summary>Whether the last read failed, so that the next one only tells where it stands.</summary>
    public bool Missed { get; set; }

    /// <summary>The last list that held it.</summary>
    public long SeenList { get; set; }
}
