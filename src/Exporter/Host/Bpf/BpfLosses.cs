using System.Runtime.InteropServices;

namespace Wattshare.Exporter.Host.Bpf;

/// <summary>What the kernel's side could not deliver, counted since the start (<c>struct losses</c> in kernel/records.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BpfLosses
{
    /// <summary>Records of ended tasks that did not fit into the ring buffer, because nobody read them in time.</summary>
    public ulong Dropped;

    /// <summary>Nanoseconds of dropped records that could not even be summed by cgroup.</summary>
    public ulong Lost;

    /// <summary>How often there was no memory to remember a task.</summary>
    public ulong Forgotten;

    /// <summary>Groups that were made and did not fit into their ring buffer.</summary>
    public ulong Untold;
}
