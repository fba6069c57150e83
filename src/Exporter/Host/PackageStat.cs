using System.Buffers.Text;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Host;

/// <summary>
/// Sums the lines <c>cpuN</c> of <c>/proc/stat</c> (proc_stat(5)) by processor package, and sees by them which hardware threads are online.
/// Costs a pass over the lines on hosts with several packages, and on others only when the number of threads changed. Sampling thread only;
/// allocates nothing while no hardware thread comes or goes.
/// </summary>
/// <param name="packages">Tells the package of a hardware thread.</param>
internal sealed class PackageStat(CpuPackages packages)
{
    private readonly Buffer<int> _online = new();
    private PackageTime[] _sums = [];
    private int _threads = -1;

    /// <summary>Appends the busy time of each package.</summary>
    /// <param name="text">The file from its second line on.</param>
    /// <param name="threads">How many lines there are.</param>
    /// <param name="times">Where the times go; nothing where there is one package, or where a line cannot be understood.</param>
    public void Sum(ReadOnlySpan<byte> text, int threads, Buffer<PackageTime> times)
    {
        if (threads != _threads) Learn(text, threads);
        if (!packages.AreSeveral) return;
        if (!TrySum(text)) return;
        foreach (var sum in _sums) times.Add(sum);
    }

    private void Learn(ReadOnlySpan<byte> text, int threads)
    {
        _threads = threads;
        _online.Clear();
        while (TryTakeLine(ref text, out var thread, out _)) _online.Add(thread);
        packages.Read(_online.Items);
        _sums = new PackageTime[packages.Distinct.Length];
    }

    private bool TrySum(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < _sums.Length; i++) _sums[i] = new PackageTime(packages.Distinct[i], 0, 0);
        var lines = 0;
        while (TryTakeLine(ref text, out var thread, out var columns))
        {
            var place = packages.Distinct.IndexOf(packages.PackageOf(thread));
            if (place < 0) _threads = -1; // It is online instead of another one; the next sample knows it.
            if (place < 0 || !ProcStat.TryParseTimes(columns, out var cpu)) return false;
            var sum = _sums[place];
            _sums[place] = sum with { Threads = sum.Threads + 1, BusyNanoseconds = CpuClock.Add(sum.BusyNanoseconds, cpu.BusyNanoseconds) };
            lines++;
        }

        return lines == _threads;
    }

    /// <summary>Takes the next line that is about a hardware thread; the number follows the word without a space.</summary>
    private static bool TryTakeLine(ref ReadOnlySpan<byte> text, out int thread, out ReadOnlySpan<byte> columns)
    {
        thread = 0;
        columns = default;
        var end = text.IndexOf((byte)'\n');
        if (end < 0 || !text.StartsWith("cpu"u8)) return false;
        var line = text[3..end];
        if (!Utf8Parser.TryParse(line, out thread, out var used) || thread < 0 || used >= line.Length || line[used] != ' ') return false;
        columns = line[used..];
        text = text[(end + 1)..];
        return true;
    }
}
