using System.Buffers.Text;
using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Host.Processes;

/// <summary>
/// The fields of <c>/proc/PID/stat</c> that matter here (https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html).
/// The times of waited-for children (16, 17) are left out: the children were seen themselves, or are in their group's counter.
/// </summary>
internal readonly ref struct ProcessStat
{
    // Flags of include/linux/sched.h that procps and others read as well: a kernel thread, and one that serves work queues.
    private const long KernelThread = 0x0020_0000;
    private const long QueueWorker = 0x20;

    /// <summary>The comm as it stands between the first and the last parenthesis, any bytes.</summary>
    public ReadOnlySpan<byte> Comm { get; private init; }

    /// <summary>The state, for example <c>R</c>, or <c>Z</c> for one that ended and was not waited for.</summary>
    public byte State { get; private init; }

    /// <summary>User and system time of all threads, ended ones included, in nanoseconds (14, 15).</summary>
    public long CpuNanoseconds { get; private init; }

    /// <summary>The number of threads (20); for a thread, that of its process.</summary>
    public long Threads { get; private init; }

    /// <summary>The start time after boot in ticks (22).</summary>
    public long StartTicks { get; private init; }

    /// <summary>Whether the kernel runs it for itself, which no program can pretend (9).</summary>
    public bool IsKernelThread => (Flags & KernelThread) != 0;

    /// <summary>Whether it is a kernel thread that serves work queues (9).</summary>
    public bool IsQueueWorker => IsKernelThread && (Flags & QueueWorker) != 0;

    private long Flags { get; init; }

    /// <summary>
    /// The comm without what the kernel appends while a work queue thread is at work: <c>kworker/0:1-events</c> is shown for
    /// <c>kworker/0:1</c>, and changes many times a second. Rescuers (<c>kworker/R-name</c>) keep their whole name.
    /// </summary>
    public ReadOnlySpan<byte> StableComm
    {
        get
        {
            if (!IsQueueWorker || Comm.StartsWith("kworker/R"u8)) return Comm;
            var end = Comm.IndexOfAny((byte)'-', (byte)'+');
            return end < 0 ? Comm : Comm[..end];
        }
    }

    /// <summary>Reads the fields.</summary>
    /// <param name="text">The file.</param>
    /// <param name="stat">The fields; <see cref="Comm"/> points into the text.</param>
    /// <returns>False when the text is cut before the end of field 22, or a field is not a number in range.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out ProcessStat stat)
    {
        stat = default;
        var open = text.IndexOf((byte)'(');
        var close = text.LastIndexOf((byte)')');
        if (open < 0 || close < open || close + 3 >= text.Length || text[close + 1] != ' ' || text[close + 3] != ' ') return false;

        // Fields are numbered from 1; the state is field 3, and the rest begins with field 4.
        var rest = text[(close + 4)..];
        if (!Skip(ref rest, 9 - 4) || !Take(ref rest, long.MaxValue, out var flags)) return false;
        if (!Skip(ref rest, 14 - 10) || !Take(ref rest, ClockTicks.Limit, out var user) || !Take(ref rest, ClockTicks.Limit, out var system)) return false;
        if (!Skip(ref rest, 20 - 16) || !Take(ref rest, long.MaxValue, out var threads)) return false;
        if (!Skip(ref rest, 22 - 21) || !Take(ref rest, ClockTicks.Limit, out var start)) return false;
        stat = new ProcessStat
        {
            Comm = text[(open + 1)..close],
            State = text[close + 2],
            Flags = flags,
            CpuNanoseconds = ClockTicks.ToCpuTime(user + system),
            Threads = threads,
            StartTicks = start,
        };
        return true;
    }

    private static bool Skip(ref ReadOnlySpan<byte> rest, int fields)
    {
        for (var i = 0; i < fields; i++)
        {
            var end = rest.IndexOf((byte)' ');
            if (end < 0) return false;
            rest = rest[(end + 1)..];
        }

        return true;
    }

    private static bool Take(ref ReadOnlySpan<byte> rest, long limit, out long value)
    {
        // A number must be followed by something: a cut text could end in the middle of one.
        if (!Utf8Parser.TryParse(rest, out value, out var used) || rest[0] is (byte)'-' or (byte)'+' || value > limit) return false;
        if (used >= rest.Length || rest[used] is not ((byte)' ' or (byte)'\n')) return false;
        rest = rest[(used + 1)..];
        return true;
    }
}
