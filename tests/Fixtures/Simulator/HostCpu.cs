using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;

namespace Wattshare.Fixtures.Simulator;

/// <summary>
/// The busy time of the real host. By clock ticks it is that of the first line of <c>/proc/stat</c> (proc(5)): user + nice + system +
/// irq + softirq, guest time being inside user time. By nanoseconds it is what the scheduler booked for all tasks together, the count
/// of the root group (kernel document cgroup-v1/cpuacct), the same clock as the count of every group below it. The file stays open.
/// One thread at a time.
/// </summary>
public sealed class HostCpu : IDisposable
{
    /// <summary>The scheduler's count for all tasks; only kernels with the first version of control groups have it.</summary>
    public const string NanosecondsFile = "/sys/fs/cgroup/cpuacct/cpuacct.usage";

    /// <summary>The unit of <c>/proc/stat</c>: USER_HZ, which is 100 on every machine that runs .NET on Linux.</summary>
    public const int TicksPerSecond = 100;

    /// <summary>A clock tick of <c>/proc/stat</c> in nanoseconds.</summary>
    public const long NanosecondsPerTick = 1_000_000_000 / TicksPerSecond;

    private readonly SafeFileHandle _file;
    private readonly bool _nanoseconds;
    private readonly byte[] _buffer = new byte[512];

    /// <summary>Opens the file.</summary>
    /// <param name="nanoseconds">True for the scheduler's nanoseconds, false for clock ticks.</param>
    public HostCpu(bool nanoseconds)
    {
        _nanoseconds = nanoseconds;
        _file = File.OpenHandle(nanoseconds ? NanosecondsFile : "/proc/stat");
    }

    /// <summary>The number of hardware threads that are online, from the lines <c>cpu0</c>, <c>cpu1</c> and so on.</summary>
    public static int HardwareThreads { get; } =
        File.ReadLines("/proc/stat").Count(line => line.StartsWith("cpu", StringComparison.Ordinal) && char.IsAsciiDigit(line[3]));

    /// <summary>Reads the busy time since boot over all hardware threads.</summary>
    /// <returns>Nanoseconds.</returns>
    public long ReadBusyNanoseconds()
    {
        ReadOnlySpan<byte> text = _buffer.AsSpan(0, RandomAccess.Read(_file, _buffer, 0));
        if (!_nanoseconds) return BusyTicks(text) * NanosecondsPerTick;
        return Utf8Parser.TryParse(text, out long count, out _) ? count : throw new FormatException($"{NanosecondsFile} is not a number.");
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static long BusyTicks(ReadOnlySpan<byte> text)
    {
        var rest = text["cpu".Length..];
        long busy = 0;
        for (var column = 0; column < 7; column++)
        {
            rest = rest.TrimStart((byte)' ');
            if (!Utf8Parser.TryParse(rest, out long ticks, out var consumed)) throw new FormatException("/proc/stat has another form than proc(5) says.");
            rest = rest[consumed..];
            if (column is not (3 or 4)) busy += ticks; // 3 is idle, 4 is iowait
        }

        return busy;
    }
}
