namespace Wattshare.Fixtures.Lab;

/// <summary>What is mounted on this host.</summary>
internal static class Mounts
{
    /// <summary>Detaches every mount below a folder, the deepest first.</summary>
    /// <param name="folder">The folder.</param>
    public static void DetachBelow(string folder)
    {
        // Field 5 of mountinfo is the mount point (proc(5)). Folders of the lab have no character that is escaped there.
        var points = File.ReadLines("/proc/self/mountinfo").Select(line => line.Split(' ')[4]);
        foreach (var point in points.Where(point => point.StartsWith(folder + "/", StringComparison.Ordinal)).Reverse().ToList())
        {
            const int Detach = 2;
            _ = NativeCalls.Unmount(point, Detach);
        }
    }
}
