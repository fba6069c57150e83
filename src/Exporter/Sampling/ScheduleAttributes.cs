using System.Runtime.InteropServices;

namespace Wattshare.Exporter.Sampling;

/// <summary>How the kernel schedules a thread: <c>struct sched_attr</c> in its first version, 48 bytes (sched_setattr(2)).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ScheduleAttributes
{
    /// <summary>The size of this structure in bytes.</summary>
    public const int Bytes = 48;

    /// <summary>The size that the caller knows.</summary>
    public uint Size;

    /// <summary>The policy; 0 is the usual one.</summary>
    public uint Policy;

    /// <summary>Flags of the policy.</summary>
    public ulong Flags;

    /// <summary>The nice value.</summary>
    public int Nice;

    /// <summary>The priority of a real-time policy.</summary>
    public uint Priority;

    /// <summary>With the usual policy the length of a slice in nanoseconds, from Linux 6.12 on; ignored before.</summary>
    public ulong Runtime;

    /// <summary>Of the deadline policy.</summary>
    public ulong Deadline;

    /// <summary>Of the deadline policy.</summary>
    public ulong Period;
}
