using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Deploy;

/// <summary>The package, made by its script out of the published program.</summary>
internal static class DebianPackage
{
    private static readonly Lazy<Task<string>> Built = new(() => BuildAsync(Path.Combine(RepositoryPaths.Root, "artifacts", "deb-lab")));

    /// <summary>Made once for all tests.</summary>
    /// <returns>Its path.</returns>
    public static Task<string> PathAsync() => Built.Value;

    /// <summary>Makes it.</summary>
    /// <param name="output">The folder that it goes to.</param>
    /// <returns>Its path.</returns>
    public static async Task<string> BuildAsync(string output) => await LabTool.MustRunAsync(
        Path.Combine(RepositoryPaths.Root, "deploy", "debian", "build"), "--program", await Publish.SelfContainedAsync(), "--output", output);
}
