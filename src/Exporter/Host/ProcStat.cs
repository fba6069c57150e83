using System.Buffers.Text;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Host;

/// <summary>The lines of <c>/proc/stat</c> about CPU time (proc_stat(5)). They are the first lines of the file.</summary>
/// <param name="Cpu">The host's CPU time, in nanoseconds.</param>
/// <param name="Threads">The number of online hardware threads: the kernel prints one <c>cpuN</c> line for each.</param>
/// <param name="Complete">False when the text may end inside these lines, so that the number of threads is not certain.</param>
internal readonly record struct ProcStat(CpuTimes Cpu, int Threads, bool Complete)
{
    private const int Columns = 8;

    /// <summary>Reads the lines.</summary>
    /// <param name="text">The beginning of the file.</param>
    /// <param name="result">The values.</param>
    /// <returns>False when the first line is not the CPU line, or is cut, or holds what is not a number in range.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out ProcStat result)
    {
        result = default;
        var end = text.IndexOf((byte)'\n');
        if (end < 0 || !text.StartsWith("cpu "u8) || !TryParseTimes(text[4..end], out var cpu)) return false;
        var threads = CountThreads(text[(end + 1)..], out var complete);
        result = new ProcStat(cpu, threads, complete);
        return true;
    }

    /// <summary>Reads the columns of a line, that of the host or that of a hardware thread.</summary>
    /// <param name="line">What follows the first word.</param>
    /// <param name="cpu">The times.</param>
    /// <returns>False when it is cut, or holds what is not a number in range.</returns>
    internal static bool TryParseTimes(ReadOnlySpan<byte> line, out CpuTimes cpu)
    {
        cpu = default;
        Span<long> ticks = stackalloc long[Columns];
        ticks.Clear();
        var count = 0;
        for (line = line.TrimStart((byte)' '); count < Columns && !line.IsEmpty; line = line.TrimStart((byte)' '))
        {
            if (!Utf8Parser.TryParse(line, out ulong value, out var used) || value > (ulong)ClockTicks.Limit) return false;
            if (used < line.Length && line[used] != ' ') return false;
            ticks[count++] = (long)value;
            line = line[used..];
        }

        // user nice system idle iowait irq softirq steal guest guest_nice. Kernels before 2.6 printed the first four only.
        // Guest time is inside user already; steal is time that another host's guest had, and nobody here used it.
        if (count < 4) return false;
        var interrupt = ticks[5] + ticks[6];
        cpu = new CpuTimes(
            ClockTicks.ToCpuTime(ticks[0] + ticks[1] + ticks[2] + interrupt), ClockTicks.ToCpuTime(interrupt), ClockTicks.ToCpuTime(ticks[3] + ticks[4]));
        return true;
    }

    private static int CountThreads(ReadOnlySpan<byte> text, out bool complete)
    {
        var threads = 0;
        while (text.StartsWith("cpu"u8) && text.IndexOf((byte)'\n') is var end and >= 0)
        {
            threads++;
            text = text[(end + 1)..];
        }

        complete = text.Length >= 3 && !text.StartsWith("cpu"u8);
        return Math.Max(threads, 1);
    }
}
