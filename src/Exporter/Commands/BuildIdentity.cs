using System.Reflection;
using System.Runtime.InteropServices;

namespace Wattshare.Exporter.Commands;

/// <summary>Which build of the program this is.</summary>
/// <param name="Version">For example <c>0.1.0</c>.</param>
/// <param name="Revision">The commit, or <c>unknown</c> in a build outside of a repository.</param>
/// <param name="Runtime">For example <c>.NET 10.0.0</c>.</param>
internal sealed record BuildIdentity(string Version, string Revision, string Runtime)
{
    /// <summary>The build that runs.</summary>
    public static BuildIdentity Current { get; } = Parse(
        typeof(BuildIdentity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
        RuntimeInformation.FrameworkDescription);

    /// <summary>Takes apart what the build wrote into the assembly.</summary>
    /// <param name="informational">The version, then <c>+</c> and the commit when it is known.</param>
    /// <param name="runtime">The runtime.</param>
    /// <returns>The identity.</returns>
    public static BuildIdentity Parse(string informational, string runtime)
    {
        var plus = informational.IndexOf('+', StringComparison.Ordinal);
        var version = plus < 0 ? informational : informational[..plus];
        var revision = plus < 0 ? "" : informational[(plus + 1)..];
        return new BuildIdentity(version.Length == 0 ? "unknown" : version, revision.Length == 0 ? "unknown" : revision, runtime);
    }

    /// <summary>The answer to <c>--version</c>.</summary>
    /// <returns>One line.</returns>
    public string Line() => $"wattshare {Version} (revision {Revision}, {Runtime})";
}
