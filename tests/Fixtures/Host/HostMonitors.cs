using System.Globalization;

namespace Wattshare.Fixtures.Host;

/// <summary>The resctrl file system of a host made of files: below <c>sys/fs/resctrl</c>, with two caches.</summary>
/// <param name="tree">The host.</param>
public sealed class HostMonitors(HostTree tree)
{
    private static readonly string[] Caches = ["mon_L3_00", "mon_L3_01"];

    public string Mount => Path.Combine(tree.Sys, "fs", "resctrl");

    /// <summary>Makes a group or sets its counters; "" is the root, "web" a control group, "mon_groups/m" and "web/mon_groups/m" are monitoring groups.</summary>
    public HostMonitors Set(string group, long bytes) =>
        Set(group, (bytes / 3).ToString(CultureInfo.InvariantCulture) + "\n", (bytes - (bytes / 3)).ToString(CultureInfo.InvariantCulture) + "\n");

    public HostMonitors Set(string group, params string[] texts)
    {
        var directory = Path.Combine(Mount, group);
        foreach (var (cache, text) in Caches.Zip(texts))
        {
            Directory.CreateDirectory(Path.Combine(directory, "mon_data", cache));
            Overwrite(Path.Combine(directory, "mon_data", cache, "mbm_total_bytes"), text);
            Overwrite(Path.Combine(directory, "mon_data", cache, "llc_occupancy"), "1\n");
        }

        if (!group.Contains("mon_groups", StringComparison.Ordinal)) Directory.CreateDirectory(Path.Combine(directory, "mon_groups"));
        if (group.Length == 0) Directory.CreateDirectory(Path.Combine(directory, "info", "L3_MON"));
        if (!File.Exists(Path.Combine(directory, "cpus"))) SetFile(group, "cpus", "00000000,00000000\n");
        if (!File.Exists(Path.Combine(directory, "tasks"))) SetTasks(group);
        return this;
    }

    public HostMonitors SetTasks(string group, params int[] tasks) =>
        SetFile(group, "tasks", string.Concat(tasks.Select(task => task.ToString(CultureInfo.InvariantCulture) + "\n")));

    public HostMonitors SetFile(string group, string name, string text)
    {
        Overwrite(Path.Combine(Mount, group, name), text);
        return this;
    }

    public void Remove(string group) => Directory.Delete(Path.Combine(Mount, group), recursive: true);

    private static void Overwrite(string path, string text)
    {
        using var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        stream.Write(System.Text.Encoding.Latin1.GetBytes(text));
        stream.SetLength(text.Length);
    }
}
