using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Host.Bpf;

/// <summary>
/// What the kernel's side writes of one task (<c>struct task_record</c> in kernel/records.h). A task is a thread; times are nanoseconds,
/// starts count from boot, suspension included. Names are whatever the process chose, any bytes.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TaskRecord
{
    /// <summary>The size that the kernel's side writes, in bytes.</summary>
    public const int Size = 96;

    /// <summary>The flag of a kernel thread (PF_KTHREAD of include/linux/sched.h).</summary>
    public const uint KernelThread = 0x0020_0000;

    /// <summary>The flag of a thread that serves work queues (PF_WQ_WORKER).</summary>
    public const uint QueueWorker = 0x20;

    /// <summary>CPU time since the task began.</summary>
    public ulong Runtime;

    /// <summary>The same when the task was last written; 0 when it never was.</summary>
    public ulong Written;

    /// <summary>The pass in which it was last written; 0 when it never was.</summary>
    public ulong Pass;

    /// <summary>When the task began.</summary>
    public ulong Started;

    /// <summary>When the process began; not to be trusted in the last record of a thread that is not the process's first.</summary>
    public ulong ProcessStarted;

    /// <summary>The inode of the cgroup of the process.</summary>
    public ulong Group;

    /// <summary>The id of the thread.</summary>
    public int Thread;

    /// <summary>The id of the process.</summary>
    public int Process;

    /// <summary>The id of the parent process.</summary>
    public int Parent;

    /// <summary>The PF_ flags.</summary>
    public uint Flags;

    /// <summary>The name of the thread, ended by NUL.</summary>
    public Name Comm;

    /// <summary>The name of the process, ended by NUL; as little to be trusted as <see cref="ProcessStarted"/>.</summary>
    public Name ProcessComm;

    /// <summary>CPU time since the task was last written, in nanoseconds; 0 for numbers that make no sense.</summary>
    public readonly long Used => Runtime > Written && Runtime - Written <= long.MaxValue ? (long)(Runtime - Written) : 0;

    /// <summary>Whether the kernel runs the task for itself, which no program can pretend.</summary>
    public readonly bool IsKernelThread => (Flags & KernelThread) != 0;

    /// <summary>Whether it is a kernel thread that serves work queues.</summary>
    public readonly bool IsQueueWorker => IsKernelThread && (Flags & QueueWorker) != 0;

    /// <summary>Whether the task is the first of its process, which ends last.</summary>
    public readonly bool IsLeader => Thread == Process;

    /// <summary>Sixteen bytes of text (TASK_COMM_LEN).</summary>
    [InlineArray(16)]
    internal struct Name
    {
        private byte _first;

        /// <summary>The text up to the first NUL.</summary>
        /// <param name="name">The name; the result points into it.</param>
        /// <returns>At most 16 bytes.</returns>
        public static ReadOnlySpan<byte> TextOf(in Name name) => KernelText.BeforeNul(name);
    }
}
