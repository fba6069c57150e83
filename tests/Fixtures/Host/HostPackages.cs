using System.Globalization;

namespace Wattshare.Fixtures.Host;

/// <summary>Gives a host made of files several processor packages: topology, lines of hardware threads, sets of groups and of threads.</summary>
public static class HostPackages
{
    /// <summary>Says which package each hardware thread belongs to, from number 0 on; a negative number leaves the file out.</summary>
    public static HostTree WithPackages(this HostTree tree, params ReadOnlySpan<int> packages)
    {
        for (var thread = 0; thread < packages.Length; thread++)
        {
            var directory = Path.Combine(tree.Sys, "devices/system/cpu", Text($"cpu{thread}"), "topology");
            Directory.CreateDirectory(directory);
            var file = Path.Combine(directory, "physical_package_id");
            if (packages[thread] >= 0) File.WriteAllText(file, Text($"{packages[thread]}\n"));
            else File.Delete(file);
        }

        return tree;
    }

    /// <summary>Writes <c>/proc/stat</c> with the busy ticks of each hardware thread; a negative number takes the thread offline.</summary>
    public static HostTree WithThreads(this HostTree tree, params ReadOnlySpan<long> busyTicks)
    {
        var (lines, sum) = ("", 0L);
        for (var thread = 0; thread < busyTicks.Length; thread++)
        {
            if (busyTicks[thread] < 0) continue;
            lines += Text($"cpu{thread} {busyTicks[thread]} 0 0 1000 0 0 0 0 0 0\n");
            sum += busyTicks[thread];
        }

        File.WriteAllText(Path.Combine(tree.Proc, "stat"), Text($"cpu  {sum} 0 0 9000 0 0 0 0 0 0\n{lines}intr 0\nprocesses 1000\n"));
        return tree;
    }

    /// <summary>Sets what the kernel tells people of a thread.</summary>
    public static void SetThreadStatus(this HostTree tree, int pid, int tid, string name, string threads)
    {
        var directory = tree.ProcessFile(pid, Text($"task/{tid}"));
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, "status"), $"Name:\t{name}\nUmask:\t0022\nCpus_allowed:\tf\nCpus_allowed_list:\t{threads}\nMems_allowed:\t1\n");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
