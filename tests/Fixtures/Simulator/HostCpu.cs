using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;

namespace Wattshare.Fixtures.Simulator;

/// <summary>
/// The busy time of the real host from the first line of <c>/proc/stat</c> (proc(5)): user + nice + system + irq + softirq. Guest
/// time is inside user time. The file stays open. One thread at a time.
/// </summary>
public sealed class HostCpu : IDisposable
{
    /// <summary>The unit of <c>/proc/stat</c>: USER_HZ, which is 100 on every machine that runs .NET on Linux.</summary>
    public const int TicksPerSecond = 100;

    private readonly SafeFileHandle _file = File.OpenHandle("/proc/stat");
    private readonly byte[] _buffer = new byte[512];

    /// <summary>The number of hardware threads that are online, from the lines <c>cpu0</c>, <c>cpu1</c> and so on.</summary>
    public static int HardwareThreads { get; } =
        File.ReadLines("/proc/stat").Count(line => line.StartsWith("cpu", StringComparison.Ordinal) && char.IsAsciiDigit(line[3]));

    /// <summary>Reads the busy time since boot over all hardware threads.</summary>
    /// <returns>Clock ticks.</returns>
    public long ReadBusyTicks()
    {
        var length = RandomAccess.Read(_file, _buffer, 0);
        ReadOnlySpan<byte> rest = _buffer.AsSpan(0, length);
        rest = rest["cpu".Length..];
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

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
