using Wattshare.Fixtures.Simulator;

namespace Wattshare.Fixtures.Lab;

/// <summary>CPU times straight from the kernel's files, by code that shares nothing with the product.</summary>
public static class KernelTimes
{
    /// <summary>The CPU time of a process, user and system, its threads included.</summary>
    /// <param name="pid">The process.</param>
    /// <returns>Seconds, in steps of a clock tick.</returns>
    public static double ProcessSeconds(int pid) => (double)Ticks(File.ReadAllText($"/proc/{pid}/stat")) / HostCpu.TicksPerSecond;

    /// <summary>The CPU time of those threads of a process whose names begin so.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="prefix">The beginning of the name.</param>
    /// <returns>Seconds, each thread in steps of a clock tick.</returns>
    public static double ThreadSeconds(int pid, string prefix) => (double)Directory.EnumerateDirectories($"/proc/{pid}/task")
        .Select(thread => File.ReadAllText(Path.Combine(thread, "stat")))
        .Where(stat => stat[(stat.IndexOf('(') + 1)..].StartsWith(prefix, StringComparison.Ordinal))
        .Sum(Ticks) / HostCpu.TicksPerSecond;

    /// <summary>The CPU time of a Docker container, ended processes included, from cgroup v1 or v2, with cgroupfs or systemd.</summary>
    /// <param name="id">The container's full id.</param>
    /// <returns>Seconds.</returns>
    public static double ContainerSeconds(string id)
    {
        const string Root = "/sys/fs/cgroup";
        foreach (var name in (string[])[$"docker/{id}", $"system.slice/docker-{id}.scope"])
        {
            var usage = Path.Combine(Root, "cpuacct", name, "cpuacct.usage");
            if (File.Exists(usage)) return long.Parse(File.ReadAllText(usage)) / 1e9;
            var stat = Path.Combine(Root, name, "cpu.stat");
            if (File.Exists(stat)) return long.Parse(File.ReadLines(stat).First().Split(' ')[1]) / 1e6;
        }

        throw new FileNotFoundException($"No cgroup of container {id}.");
    }

    private static long Ticks(string stat)
    {
        // Field 2 is in parentheses and may contain any character; fields 14 and 15 are utime and stime (proc(5)).
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(fields[14 - 3]) + long.Parse(fields[15 - 3]);
    }
}
