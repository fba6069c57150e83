using Wattshare.Exporter.Host.Cgroups;
using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Host;

/// <summary>
/// The CPU time of all tasks together as the scheduler booked it, in nanoseconds: the counter of the root group of cgroup version 1
/// (kernel document cgroup-v1/cpuacct). It is of the same clock as the counters of groups and processes, while <c>/proc/stat</c> counts
/// ticks and tells up to some percent more or less. Version 2 has ticks in its root as well, so there it is not known. Sampling thread only;
/// allocates nothing.
/// </summary>
/// <param name="sysfsRoot">The root of sysfs.</param>
internal sealed class TaskTime(string sysfsRoot)
{
    /// <summary>Where there is none it is looked for every so many reads: hierarchies may be mounted later.</summary>
    private const int LookEvery = 60;

    private readonly HostFile[] _files =
    [
        new(HostPath.Join(HostPath.Root(sysfsRoot), "fs/cgroup/cpuacct/cpuacct.usage"u8), new DescriptorBudget(1)),
        new(HostPath.Join(HostPath.Root(sysfsRoot), "fs/cgroup/cpu,cpuacct/cpuacct.usage"u8), new DescriptorBudget(1)),
    ];

    private readonly byte[] _text = new byte[32];
    private int _pause;

    /// <summary>Reads the counter.</summary>
    /// <returns>Nanoseconds since boot, or null when there is no such counter here.</returns>
    public long? Read()
    {
        if (_pause > 0)
        {
            _pause--;
            return null;
        }

        foreach (var file in _files)
        {
            var length = file.Read(_text);
            if (length >= 0 && CgroupCounter.TryParse(_text.AsSpan(0, length), version2: false, out var nanoseconds)) return nanoseconds;
            file.Close();
        }

        _pause = LookEvery;
        return null;
    }

    /// <summary>Closes the files; they can be read again.</summary>
    public void Close()
    {
        foreach (var file in _files) file.Close();
    }
}
