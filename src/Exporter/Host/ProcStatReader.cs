using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Host;

/// <summary>
/// Reads the host's CPU time from <c>/proc/stat</c> (proc_stat(5)) with a kept handle, without allocation once the buffer has grown to
/// the size of the host. Values are passed on as read: the idle columns jump backwards on some kernels. Used by the sampling thread.
/// To keep skew one-sided it is best read after the usage source, as the last and outermost of all CPU counters.
/// </summary>
/// <param name="procfsRoot">The root of procfs.</param>
/// <param name="faults">Told when the file cannot be read.</param>
/// <param name="packages">Told which hardware threads are online, and asked for their packages; null when nobody wants to know.</param>
/// <param name="tasks">The scheduler's own count, which goes into the same figures where there is one; null when nobody wants to know.</param>
internal sealed class ProcStatReader(string procfsRoot, FaultLog faults, CpuPackages? packages = null, TaskTime? tasks = null) : IDisposable
{
    private const int MaxBuffer = 1 << 20;

    private readonly string _path = procfsRoot.TrimEnd('/') + "/stat";
    private readonly HostFile _file = new(HostPath.Join(HostPath.Root(procfsRoot), "stat"u8), new DescriptorBudget(1));
    private readonly PackageStat? _packages = packages is null ? null : new PackageStat(packages);
    private byte[] _buffer = new byte[4096];
    private int _length;

    /// <summary>Reads the CPU time and the number of hardware threads at this moment.</summary>
    /// <param name="cpu">CPU time since boot, in nanoseconds.</param>
    /// <param name="threads">The number of online hardware threads, at least 1.</param>
    /// <returns>False when the file could not be read or is not what it should be; the fault has been reported.</returns>
    public bool TryRead(out CpuTimes cpu, out int threads)
    {
        (cpu, threads) = (default, 1);
        var length = Read(out var stat);
        _length = length;
        if (length < 0) return Refuse($"the read failed with error {-length}; mount procfs there or set --path.procfs");
        if (length == 0) return Refuse("the file holds no line of CPU times; set --path.procfs to a mounted procfs");
        (cpu, threads) = (stat.Cpu, stat.Threads);
        faults.Recovered(FaultKind.CpuTimeUnreadable, _path);
        return true;
    }

    /// <summary>Reads all that a sample wants to know of this file.</summary>
    /// <param name="sample">The sample to fill.</param>
    /// <returns>False when the file could not be read or is not what it should be; the fault has been reported.</returns>
    public bool TryRead(HostSample sample)
    {
        if (!TryRead(out var cpu, out var threads)) return false;
        (sample.Cpu, sample.HardwareThreads) = (cpu with { TaskNanoseconds = tasks?.Read() }, threads);
        var first = _buffer.AsSpan().IndexOf((byte)'\n') + 1;
        _packages?.Sum(_buffer.AsSpan(first, _length - first), threads, sample.Packages);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Close();
        tasks?.Close();
    }

    /// <summary>The length of what was read, 0 when it makes no sense, or a negative error number.</summary>
    private int Read(out ProcStat stat)
    {
        while (true)
        {
            var length = _file.Read(_buffer);
            if (length < 0)
            {
                stat = default;
                _file.Close();
                return length;
            }

            var understood = ProcStat.TryParse(_buffer.AsSpan(0, length), out stat);
            if (stat.Complete || length < _buffer.Length || _buffer.Length >= MaxBuffer) return understood ? length : 0;
            _buffer = new byte[_buffer.Length * 2];
        }
    }

    private bool Refuse(string advice)
    {
        faults.Report(FaultKind.CpuTimeUnreadable, _path, advice);
        return false;
    }
}
