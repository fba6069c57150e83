namespace Wattshare.Fixtures.Lab;

/// <summary>Where things of this repository are, seen from a test that runs out of <c>artifacts/bin</c>.</summary>
public static class RepositoryPaths
{
    /// <summary>The root: the folder with <c>Exporter.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The scripts of the lab.</summary>
    public static string LabScripts { get; } = Path.Combine(Root, "tests", "lab");

    /// <summary>The configuration that the tests were built in, for example <c>release</c>.</summary>
    public static string Configuration { get; } = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    /// <summary>The built program, framework-dependent, in the configuration of the tests.</summary>
    public static string BuiltProgram { get; } = Path.Combine(Root, "artifacts", "bin", "Exporter", Configuration, "wattshare");

    /// <summary>
    /// A folder that outlives the tests, for what is expensive to fetch: <c>LAB_CACHE</c>, else the machine's or the user's cache.
    /// </summary>
    public static string Cache { get; } = FindCache();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Exporter.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} has Exporter.sln.");
    }

    private static string FindCache()
    {
        if (Environment.GetEnvironmentVariable("LAB_CACHE") is { Length: > 0 } given) return given;
        if (Environment.IsPrivilegedProcess) return "/var/cache/wattshare-lab";
        var user = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg
            ? xdg
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(user, "wattshare-lab");
    }
}
