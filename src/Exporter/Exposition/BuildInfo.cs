using System.Reflection;
using System.Runtime.InteropServices;

namespace Wattshare.Exporter.Exposition;

/// <summary>Which build runs.</summary>
/// <param name="Version">The version, for example <c>0.1.0</c>.</param>
/// <param name="Revision">The commit, or <c>unknown</c> when the build did not know it.</param>
/// <param name="Runtime">The runtime, for example <c>.NET 10.0.0</c>.</param>
internal sealed record BuildInfo(string Version, string Revision, string Runtime)
{
    /// <summary>The build of this program.</summary>
    public static BuildInfo Current { get; } = Parse(
        typeof(BuildInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
        RuntimeInformation.FrameworkDescription);

    /// <summary>Takes an informational version apart.</summary>
    /// <param name="informational">The version, and after a plus sign the commit.</param>
    /// <param name="runtime">The runtime.</param>
    /// <returns>The parts; a part that is missing is <c>unknown</c>.</returns>
    public static BuildInfo Parse(string informational, string runtime)
    {
        var plus = informational.IndexOf('+', StringComparison.Ordinal);
        var version = plus < 0 ? informational : informational[..plus];
        var revision = plus < 0 ? "" : informational[(plus + 1)..];
        return new BuildInfo(OrUnknown(version), OrUnknown(revision), runtime);
    }

    /// <summary>The answer to <c>--version</c>.</summary>
    /// <returns>One line.</returns>
    public string Line() => $"wattshare {Version} (revision {Revision}, {Runtime})";

    private static string OrUnknown(string text) => text.Length == 0 ? "unknown" : text;
}
