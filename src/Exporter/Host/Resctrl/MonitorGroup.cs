using Wattshare.Exporter.Host.Cgroups;
using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Host.Resctrl;

/// <summary>One control or monitoring group of resctrl while its directory exists. Sampling thread only.</summary>
/// <param name="id">A number that was never used before.</param>
/// <param name="name">The name of the directory; empty for the root.</param>
/// <param name="directory">The directory, ending with NUL.</param>
/// <param name="control">The control group that it is in, or null for a control group.</param>
internal sealed class MonitorGroup(long id, byte[] name, byte[] directory, MonitorGroup? control)
{
    private readonly List<HostFile> _counters = [];

    /// <summary>The number.</summary>
    public long Id => id;

    /// <summary>The name of the directory.</summary>
    public ReadOnlySpan<byte> Name => name;

    /// <summary>The directory, ending with NUL.</summary>
    public byte[] Directory => directory;

    /// <summary>The file with its tasks, ending with NUL.</summary>
    public byte[] TasksFile { get; } = HostPath.Join(directory, "tasks"u8);

    /// <summary>The file with its hardware threads, ending with NUL.</summary>
    public byte[] ThreadsFile { get; } = HostPath.Join(directory, "cpus"u8);

    /// <summary>Where its monitoring groups are, ending with NUL.</summary>
    public byte[] MonitorsDirectory { get; } = HostPath.Join(directory, "mon_groups"u8);

    /// <summary>The control group that it is in, or null.</summary>
    public MonitorGroup? Control => control;

    /// <summary>When its tasks are read again.</summary>
    public SlowTurn Turn { get; } = new();

    /// <summary>The group, or the outermost one of the container, that all of its tasks belong to, or null.</summary>
    public CgroupNode? Owner { get; set; }

    /// <summary>The number of the last list that held it.</summary>
    public long SeenList { get; set; }

    /// <summary>Whether it has any counter.</summary>
    public bool HasCounters => _counters.Count > 0;

    /// <summary>Adds the counter of one cache, and the memory behind it.</summary>
    /// <param name="counter">The file.</param>
    public void Add(HostFile counter) => _counters.Add(counter);

    /// <summary>Reads the counters of all caches.</summary>
    /// <param name="buffer">For the text.</param>
    /// <param name="bytes">Their sum.</param>
    /// <returns>0, or a negative error number; EINVAL for what is no number.</returns>
    public int Read(byte[] buffer, out long bytes)
    {
        bytes = 0;
        foreach (var counter in _counters)
        {
            var length = counter.Read(buffer);
            if (length < 0) return length;
            if (!MonitorText.TryParseBytes(buffer.AsSpan(0, length), out var part) || part > long.MaxValue - bytes) return -Errno.Invalid;
            bytes += part;
        }

        return 0;
    }

    /// <summary>Closes the files.</summary>
    public void Close()
    {
        foreach (var counter in _counters) counter.Close();
    }
}
