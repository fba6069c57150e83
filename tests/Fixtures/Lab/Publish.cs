namespace Wattshare.Fixtures.Lab;

/// <summary>Publishes the program as it is shipped: one self-contained, trimmed file for linux-x64.</summary>
public static class Publish
{
    private static readonly string Output = Path.Combine(RepositoryPaths.Root, "artifacts", "publish-lab");

    /// <summary>Publishes unless what is there is newer than every source. Several test processes may call it at once.</summary>
    /// <returns>The path of the program.</returns>
    public static async Task<string> SelfContainedAsync()
    {
        Directory.CreateDirectory(Output);
        using var turn = await TakeTurnAsync(Path.Combine(Output, "lock"));
        var program = Path.Combine(Output, "wattshare");
        if (File.Exists(program) && File.GetLastWriteTimeUtc(program) > NewestSource()) return program;

        // Artifacts of its own: the lock file of the restore differs with the runtime, and a build by hand must not see that.
        await LabTool.MustRunAsync(
            "dotnet", "publish", Path.Combine(RepositoryPaths.Root, "src", "Exporter"), "-c", "Release", "-r", "linux-x64", "--self-contained",
            "-p:PublishSingleFile=true", "-p:PublishTrimmed=true", $"-p:ArtifactsPath={Path.Combine(RepositoryPaths.Root, "artifacts", "lab")}",
            "-o", Output, "-nodeReuse:false", "--disable-build-servers");
        File.SetLastWriteTimeUtc(program, DateTime.UtcNow);
        return program;
    }

    private static DateTime NewestSource()
    {
        var root = new DirectoryInfo(RepositoryPaths.Root);
        return root.GetFiles("*.props")
            .Concat(new DirectoryInfo(Path.Combine(root.FullName, "src")).GetFiles("*", SearchOption.AllDirectories))
            .Max(file => file.LastWriteTimeUtc);
    }

    private static Task<FileStream> TakeTurnAsync(string path) => Poll.ForAsync(
        () => Task.FromResult<FileStream?>(new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)),
        TimeSpan.FromMinutes(5),
        () => $"another process to publish ({path})");
}
