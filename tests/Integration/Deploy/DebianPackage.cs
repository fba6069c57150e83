using System.Xml.Linq;
using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Deploy;

/// <summary>The package, made by its script out of the published program.</summary>
internal static class DebianPackage
{
    private static readonly Lazy<Task<string>> Built = new(() => BuildAsync(Path.Combine(RepositoryPaths.Root, "artifacts", "deb-lab")));

    /// <summary>The version of this repository.</summary>
    public static string ProductVersion { get; } =
        XDocument.Load(Path.Combine(RepositoryPaths.Root, "Directory.Build.props")).Descendants("Version").Single().Value;

    /// <summary>Made once for all tests.</summary>
    /// <returns>Its path.</returns>
    public static Task<string> PathAsync() => Built.Value;

    /// <summary>Makes it.</summary>
    /// <param name="output">The folder that it goes to.</param>
    /// <returns>Its path.</returns>
    public static async Task<string> BuildAsync(string output) => await BuildAsync(RepositoryPaths.Root, await Publish.SelfContainedAsync(), output);

    /// <summary>Makes the package of a later version, which also ships other settings, as a release of this repository would.</summary>
    /// <param name="directory">A folder of the test.</param>
    /// <param name="version">The later version.</param>
    /// <returns>Its path.</returns>
    public static async Task<string> BuildLaterAsync(LabDirectory directory, string version)
    {
        foreach (var folder in (string[])["debian", "systemd"])
        {
            directory.Make("deploy", folder);
            await LabTool.MustRunAsync("cp", "-r", Path.Combine(RepositoryPaths.Root, "deploy", folder), directory.At("deploy"));
        }

        var properties = await File.ReadAllTextAsync(Path.Combine(RepositoryPaths.Root, "Directory.Build.props"));
        await File.WriteAllTextAsync(directory.At("Directory.Build.props"), properties.Replace($"<Version>{ProductVersion}</Version>", $"<Version>{version}</Version>", StringComparison.Ordinal));
        var changelog = directory.At("deploy", "debian", "changelog");
        await File.WriteAllTextAsync(changelog, (await File.ReadAllTextAsync(changelog)).Replace($"({ProductVersion})", $"({version})", StringComparison.Ordinal));
        await File.AppendAllTextAsync(directory.At("deploy", "debian", "wattshare.yml"), "\n# A sentence of the later version.\n");
        return await BuildAsync(directory.FullPath, await Publish.SelfContainedAsync(version), directory.FullPath);
    }

    private static Task<string> BuildAsync(string root, string program, string output) =>
        LabTool.MustRunAsync(Path.Combine(root, "deploy", "debian", "build"), "--program", program, "--output", output);
}
