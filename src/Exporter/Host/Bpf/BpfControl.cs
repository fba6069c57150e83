using System.Runtime.InteropServices;

namespace Wattshare.Exporter.Host.Bpf;

/// <summary>What the exporter asks of the kernel's side (<c>struct control</c> in kernel/records.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BpfControl
{
    /// <summary>The number of the read, from 1.</summary>
    public ulong Pass;

    /// <summary>Tasks that were last written before this pass are written although they did not run.</summary>
    public ulong FullPass;

    /// <summary>1 when groups are those of the cpuacct controller of cgroup version 1.</summary>
    public ulong Version1;
}
