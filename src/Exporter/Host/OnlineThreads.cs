using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Host;

/// <summary>
/// How many hardware threads the host has online. <see cref="Environment.ProcessorCount"/> is no answer: the runtime cuts it to what this
/// process may use, by its affinity and by the CPU quota of its control group.
/// </summary>
internal static class OnlineThreads
{
    private const int MaxBuffer = 1 << 20;

    /// <summary>Counts the lines <c>cpuN</c> of <c>/proc/stat</c> (proc_stat(5)).</summary>
    /// <param name="procfsRoot">The root of procfs.</param>
    /// <returns>The number, at least 1; what the runtime says where the file cannot be understood.</returns>
    public static int Count(string procfsRoot)
    {
        var path = HostPath.Join(HostPath.Root(procfsRoot), "stat"u8);
        for (var size = 4096; size <= MaxBuffer; size *= 2)
        {
            var text = new byte[size];
            var length = HostFile.ReadOnce(path, text);
            if (length < 0 || !ProcStat.TryParse(text.AsSpan(0, length), out var stat)) break;
            if (stat.Complete || length < size) return stat.Threads;
        }

        return Environment.ProcessorCount;
    }
}
