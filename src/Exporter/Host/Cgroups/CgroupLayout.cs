using System.Text;
using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Host.Cgroups;

/// <summary>
/// The one hierarchy of cgroups that CPU time is read from (https://docs.kernel.org/admin-guide/cgroup-v2.html and
/// cgroup-v1/cpuacct.html). Where version 1 and 2 are mounted side by side, version 1 is taken when its cpuacct controller is
/// mounted: the controller is then not in version 2, and every runtime makes its groups where the controllers are.
/// </summary>
internal sealed class CgroupLayout
{
    private CgroupLayout(byte[] mount, byte[] root, bool version2)
    {
        Root = root;
        Version2 = version2;
        RootAccounted = !version2 || Exists(root, "cgroup.events"u8);
        CpuRoot = version2 ? root : Find(mount, "cpu.shares"u8, "cpu", "cpu,cpuacct", "cpuacct,cpu");
        CpusetRoot = version2 ? root : Find(mount, "cpuset.cpus"u8, "cpuset");
        MemoryRoot = version2 ? root : Find(mount, "memory.usage_in_bytes"u8, "memory");
        PidsRoot = version2 ? root : Find(mount, "cgroup.procs"u8, "pids");
    }

    /// <summary>The directory where the hierarchy is mounted, ending with NUL.</summary>
    public byte[] Root { get; }

    /// <summary>True for version 2 (<c>cpu.stat</c>), false for version 1 (<c>cpuacct.usage</c>).</summary>
    public bool Version2 { get; }

    /// <summary>
    /// True when the root has a counter as good as any other group's. In version 2 the root's <c>cpu.stat</c> is put together from
    /// the tick-based figures of <c>/proc/stat</c> (cgroup_base_stat_cputime_show, root_cgroup_cputime), so it is not used; the root
    /// of a cgroup namespace is an ordinary group, which is seen by <c>cgroup.events</c>, a file that the true root does not have.
    /// </summary>
    public bool RootAccounted { get; }

    /// <summary>Where the files with CPU limits are, ending with NUL, or null when there are none. Groups have the same paths as below <see cref="Root"/>.</summary>
    public byte[]? CpuRoot { get; }

    /// <summary>Where the sets of hardware threads are, ending with NUL, or null when there are none.</summary>
    public byte[]? CpusetRoot { get; }

    /// <summary>Where the memory of groups is, ending with NUL, or null when there is none.</summary>
    public byte[]? MemoryRoot { get; }

    /// <summary>Where the numbers of tasks are, ending with NUL, or null when there are none.</summary>
    public byte[]? PidsRoot { get; }

    /// <summary>The name of the file with the bytes that a group is charged for, page cache and groups below included.</summary>
    public ReadOnlySpan<byte> MemoryFile => Version2 ? "memory.current"u8 : "memory.usage_in_bytes"u8;

    /// <summary>The name of the counter's file.</summary>
    public ReadOnlySpan<byte> CounterFile => Version2 ? "cpu.stat"u8 : "cpuacct.usage"u8;

    /// <summary>Looks for a hierarchy.</summary>
    /// <param name="sysfsRoot">The root of sysfs.</param>
    /// <returns>The layout, or null when there are no cgroups with CPU accounting.</returns>
    public static CgroupLayout? Detect(string sysfsRoot)
    {
        var mount = Encoding.UTF8.GetBytes(sysfsRoot.TrimEnd('/') + "/fs/cgroup");
        if (Exists(mount, "cgroup.controllers"u8)) return new CgroupLayout(mount, [.. mount, 0], version2: true);
        if (Find(mount, "cpuacct.usage"u8, "cpuacct", "cpu,cpuacct", "cpuacct,cpu") is { } root) return new CgroupLayout(mount, root, version2: false);
        var unified = HostPath.Join(mount, "unified"u8);
        return Exists(unified, "cgroup.controllers"u8) ? new CgroupLayout(mount, unified, version2: true) : null;
    }

    /// <summary>The first of some hierarchies of version 1 that is mounted with the controller of a file.</summary>
    private static byte[]? Find(byte[] mount, ReadOnlySpan<byte> file, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            var root = HostPath.Join(mount, Encoding.UTF8.GetBytes(name));
            if (Exists(root, file)) return root;
        }

        return null;
    }

    private static bool Exists(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> name) => HostFile.ReadOnce(HostPath.Join(directory, name), []) >= 0;
}
