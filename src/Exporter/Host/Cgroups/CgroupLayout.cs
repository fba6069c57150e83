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
    private CgroupLayout(byte[] root, bool version2)
    {
        Root = root;
        Version2 = version2;
        RootAccounted = !version2 || Exists(root, "cgroup.events"u8);
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

    /// <summary>The name of the counter's file.</summary>
    public ReadOnlySpan<byte> CounterFile => Version2 ? "cpu.stat"u8 : "cpuacct.usage"u8;

    /// <summary>Looks for a hierarchy.</summary>
    /// <param name="sysfsRoot">The root of sysfs.</param>
    /// <returns>The layout, or null when there are no cgroups with CPU accounting.</returns>
    public static CgroupLayout? Detect(string sysfsRoot)
    {
        var mount = Encoding.UTF8.GetBytes(sysfsRoot.TrimEnd('/') + "/fs/cgroup");
        if (Exists(mount, "cgroup.controllers"u8)) return new CgroupLayout([.. mount, 0], version2: true);
        foreach (var name in new[] { "cpuacct", "cpu,cpuacct", "cpuacct,cpu" })
        {
            var root = HostPath.Join(mount, Encoding.UTF8.GetBytes(name));
            if (Exists(root, "cpuacct.usage"u8)) return new CgroupLayout(root, version2: false);
        }

        var unified = HostPath.Join(mount, "unified"u8);
        return Exists(unified, "cgroup.controllers"u8) ? new CgroupLayout(unified, version2: true) : null;
    }

    private static bool Exists(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> name) => HostFile.ReadOnce(HostPath.Join(directory, name), []) >= 0;
}
