using Wattshare.Attribution.Model;

namespace Wattshare.Exporter.Sensors.Rapl;

/// <summary>
/// The zone directories below a sysfs root (https://docs.kernel.org/power/powercap/powercap.html). One listing, in the order of
/// addresses; nothing in it changes afterwards.
/// </summary>
internal sealed class RaplTree
{
    private RaplTree(string directory, ReadOutcome outcome, IReadOnlyList<RaplEntry> entries, IReadOnlyList<string> dangling)
    {
        Directory = directory;
        Outcome = outcome;
        Entries = entries;
        Dangling = dangling;
    }

    /// <summary>The directory that was listed, <c>&lt;sysfs&gt;/class/powercap</c> unless only the device tree has zones.</summary>
    public string Directory { get; }

    /// <summary>Whether the directory could be listed.</summary>
    public ReadOutcome Outcome { get; }

    /// <summary>The zones, parents before children.</summary>
    public IReadOnlyList<RaplEntry> Entries { get; }

    /// <summary>Links to zones that lead nowhere, as in a container whose runtime hides the device tree.</summary>
    public IReadOnlyList<string> Dangling { get; }

    /// <summary>Looks for zones.</summary>
    /// <param name="sysfsRoot">Where sysfs is mounted.</param>
    /// <returns>The listing; empty, with the outcome, when there is nothing to list.</returns>
    public static RaplTree Scan(string sysfsRoot)
    {
        var viaClass = ScanClass(Path.Combine(sysfsRoot, "class", "powercap"));
        if (viaClass.Entries.Count > 0) return viaClass;

        // Some containers get only the device tree mounted; the class directory is a folder of links into it and nothing more.
        var viaDevices = ScanDevices(Path.Combine(sysfsRoot, "devices", "virtual", "powercap"));
        return viaDevices.Entries.Count > 0 ? viaDevices : viaClass;
    }

    private static RaplTree ScanClass(string directory)
    {
        var entries = new List<RaplEntry>();
        var dangling = new List<string>();
        var outcome = DirectoryEntries.List(directory, out var paths);
        foreach (var path in paths)
        {
            if (!RaplAddress.TryParse(Path.GetFileName(path), out var address)) continue;
            if (System.IO.Directory.Exists(path)) entries.Add(new RaplEntry(address, path));
            else dangling.Add(path);
        }

        return Create(directory, outcome, entries, dangling);
    }

    private static RaplTree ScanDevices(string directory)
    {
        var entries = new List<RaplEntry>();
        var outcome = DirectoryEntries.List(directory, out var controlTypes);
        foreach (var controlType in controlTypes)
        {
            foreach (var zone in Zones(controlType, entries)) _ = Zones(zone, entries);
        }

        return Create(directory, outcome, entries, []);
    }

    private static List<string> Zones(string directory, List<RaplEntry> entries)
    {
        var found = new List<string>();
        _ = DirectoryEntries.List(directory, out var paths);
        foreach (var path in paths)
        {
            if (!RaplAddress.TryParse(Path.GetFileName(path), out var address) || !System.IO.Directory.Exists(path)) continue;
            entries.Add(new RaplEntry(address, path));
            found.Add(path);
        }

        return found;
    }

    private static RaplTree Create(string directory, ReadOutcome outcome, List<RaplEntry> entries, List<string> dangling)
    {
        entries.Sort(static (left, right) => left.Address.CompareTo(right.Address));
        dangling.Sort(StringComparer.Ordinal);
        return new RaplTree(directory, outcome, entries, dangling);
    }
}
