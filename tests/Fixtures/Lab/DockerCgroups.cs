namespace Wattshare.Fixtures.Lab;

/// <summary>The cgroup that Docker makes for its containers in each hierarchy and never removes.</summary>
internal static class DockerCgroups
{
    private static IEnumerable<string> Folders =>
        Directory.EnumerateDirectories("/sys/fs/cgroup").Prepend("/sys/fs/cgroup").Select(hierarchy => Path.Combine(hierarchy, "docker")).Where(Directory.Exists);

    /// <summary>Whether there are any.</summary>
    public static bool Exist => Folders.Any();

    /// <summary>Removes those without containers.</summary>
    public static void RemoveEmpty()
    {
        foreach (var folder in Folders.ToList())
        {
            if (!Directory.EnumerateDirectories(folder).Any()) Directory.Delete(folder);
        }
    }
}
