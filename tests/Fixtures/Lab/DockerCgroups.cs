namespace Wattshare.Fixtures.Lab;

/// <summary>The cgroup that Docker makes for its containers in each hierarchy and never removes.</summary>
internal static class DockerCgroups
{
    private static IEnumerable<string> Folders =>
        Directory.EnumerateDirectories("/sys/fs/cgroup").Prepend("/sys/fs/cgroup").Select(hierarchy => Path.Combine(hierarchy, "docker")).Where(Directory.Exists);

    /// <summary>Whether there are any.</summary>
    public static bool Exist => Folders.Any();

    /// <summary>
    /// Removes the cgroups of containers that are gone, and then those of Docker itself. The engine removes the former too, some time
    /// after it said that the container is gone.
    /// </summary>
    /// <param name="ids">The full ids of the containers.</param>
    /// <returns>A task that ends when there are none.</returns>
    /// <exception cref="TimeoutException">They are still in use.</exception>
    public static Task RemoveAsync(IReadOnlyList<string> ids) => Poll.UntilAsync(
        () =>
        {
            foreach (var folder in Folders.ToList()) Remove(folder, ids);
            return !Exist;
        },
        TimeSpan.FromSeconds(20),
        () => $"the cgroups to be free: {string.Join(' ', Folders)}");

    // A cgroup that is in use refuses with an IOException, which Poll takes for "not yet".
    private static void Remove(string folder, IReadOnlyList<string> ids)
    {
        foreach (var container in ids.Select(id => Path.Combine(folder, id)).Where(Directory.Exists)) Directory.Delete(container);
        Directory.Delete(folder);
    }
}
