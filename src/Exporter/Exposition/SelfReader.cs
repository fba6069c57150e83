using System.Buffers.Text;
using System.IO.Enumeration;
using Microsoft.Win32.SafeHandles;

namespace Wattshare.Exporter.Exposition;

/// <summary>
/// Reads what the exporter uses from the real <c>/proc/self</c> (not from the root given by an option: that may be another machine's
/// view). Outside of Linux everything is unknown. One thread at a time.
/// </summary>
internal sealed class SelfReader : IDisposable
{
    /// <summary>The kernel reports process times in units of 1/100 s to every program, whatever its own tick is (USER_HZ, time(7)).</summary>
    private const long TickNanoseconds = 10_000_000;

    private readonly SafeFileHandle? _stat = TryOpen("/proc/self/stat");
    private readonly SafeFileHandle? _limits = TryOpen("/proc/self/limits");
    private readonly long? _bootSeconds = ReadBootTime();

    /// <summary>Reads the present figures.</summary>
    /// <returns>What could be read.</returns>
    public SelfUsage Read()
    {
        Span<byte> buffer = stackalloc byte[4096];
        var usage = new SelfUsage { OpenFiles = CountOpenFiles() };
        if (SelfLimits.TryParseOpenFiles(ReadText(_limits, buffer), out var files)) usage = usage with { MaxFiles = files };
        if (!SelfStat.TryParse(ReadText(_stat, buffer), out var stat)) return usage;
        return usage with
        {
            CpuNanoseconds = stat.CpuTicks * TickNanoseconds,
            Threads = stat.Threads,
            VirtualBytes = stat.VirtualBytes,
            ResidentBytes = stat.ResidentPages * Environment.SystemPageSize,
            StartNanoseconds = _bootSeconds * 1_000_000_000 + stat.StartTicks * TickNanoseconds,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stat?.Dispose();
        _limits?.Dispose();
    }

    private static SafeFileHandle? TryOpen(string path)
    {
        try
        {
            return File.OpenHandle(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static ReadOnlySpan<byte> ReadText(SafeFileHandle? file, Span<byte> buffer)
    {
        if (file is null) return default;
        try
        {
            return buffer[..RandomAccess.Read(file, buffer, 0)];
        }
        catch (IOException)
        {
            return default;
        }
    }

    // Entries are counted without making their names; the one for the listing itself is not counted.
    private static long? CountOpenFiles()
    {
        try
        {
            return new FileSystemEnumerable<byte>("/proc/self/fd", (ref FileSystemEntry _) => 0).LongCount() - 1;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long? ReadBootTime()
    {
        try
        {
            ReadOnlySpan<byte> text = File.ReadAllBytes("/proc/stat");
            var start = text.IndexOf("\nbtime "u8);
            return start >= 0 && Utf8Parser.TryParse(text[(start + 7)..], out long seconds, out _) ? seconds : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
