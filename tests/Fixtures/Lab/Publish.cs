namespace Wattshare.Fixtures.Lab;

/// <summary>Publishes the program as it is shipped: one self-contained, trimmed file for linux-x64.</summary>
public static class Publish
{
    private static readonly string Artifacts = Path.Combine(RepositoryPaths.Root, "artifacts");

    /// <summary>Publishes unless what is there is newer than every source. Several test processes may call it at once.</summary>
    /// <returns>The path of the program.</returns>
    public static Task<string> SelfContainedAsync() => SelfContainedAsync("lab", []);

    /// <summary>Publishes the same source as another version, under the same conditions.</summary>
    /// <param name="version">The version.</param>
    /// <returns>The path of the program.</returns>
    public static Task<string> SelfContainedAsync(string version) => SelfContainedAsync($"lab-{version}", [$"-p:Version={version}"]);

    private static async Task<string> SelfContainedAsync(string name, IEnumerable<string> properties)
    {
        var output = Directory.CreateDirectory(Path.Combine(Artifacts, $"publish-{name}")).FullName;
        using var turn = await TakeTurnAsync(Path.Combine(output, "lock"));
        var program = Path.Combine(output, "wattshare");
        if (File.Exists(program) && File.GetLastWriteTimeUtc(program) > NewestSource()) return program;

        // Artifacts of its own: the lock file of the restore differs with the runtime, and a build by hand must not see that. Analyzers
        // have had their say in the build of the solution.
        await LabTool.MustRunAsync(
            "dotnet",
            [
                "publish", Path.Combine(RepositoryPaths.Root, "src", "Exporter"), "-c", "Release", "-r", "linux-x64", "--self-contained",
                "-p:PublishSingleFile=true", "-p:PublishTrimmed=true", $"-p:ArtifactsPath={Path.Combine(Artifacts, name)}",
                "-o", output, "-p:RunAnalyzers=false", "-nodeReuse:false", "--disable-build-servers", .. properties,
            ]);
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
