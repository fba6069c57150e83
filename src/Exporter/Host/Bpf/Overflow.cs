using System.Runtime.InteropServices;

namespace Wattshare.Exporter.Host.Bpf;

/// <summary>What ended tasks of one cgroup used whose records did not fit into the ring buffer (<c>struct overflow</c> in kernel/records.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Overflow
{
    /// <summary>CPU time since they were last written, in nanoseconds.</summary>
    public ulong Runtime;

    /// <summary>How many tasks.</summary>
    public ulong Tasks;
}
