namespace Wattshare.Exporter.Commands;

/// <summary>Which version of cgroups a host has (https://docs.kernel.org/admin-guide/cgroup-v2.html).</summary>
internal static class CgroupMode
{
    /// <summary>Looks at the mounted hierarchies.</summary>
    /// <param name="sysfs">The root of sysfs.</param>
    /// <returns>The fact for the report.</returns>
    public static CheckFact Fact(string sysfs)
    {
        var root = Path.Combine(sysfs, "fs/cgroup");
        if (File.Exists(Path.Combine(root, "cgroup.controllers"))) return Ok("version 2");
        var hasVersion2 = Directory.Exists(root) && File.Exists(Path.Combine(root, "unified", "cgroup.procs"));
        var hasCpuTime = Directory.Exists(Path.Combine(root, "cpuacct")) || Directory.Exists(Path.Combine(root, "cpu,cpuacct"));
        if (hasCpuTime) return Ok(hasVersion2 ? "version 1, with version 2 beside it" : "version 1");
        if (hasVersion2) return Ok("version 2 in the place of a hybrid host, without version 1 for CPU time");
        return new CheckFact(
            CheckLevel.Warning,
            "cgroups",
            $"none under {root}; containers cannot be told apart, and what ended processes used is lost",
            "mount -t cgroup2 none /sys/fs/cgroup");
    }

    private static CheckFact Ok(string mode) => new(CheckLevel.Ok, "cgroups", mode);
}
