using System.Text.RegularExpressions;
using Wattshare.Fixtures.Lab;

namespace Wattshare.Fixtures;

/// <summary>A page of the documentation, as far as tests ask: where it is, and its text.</summary>
/// <param name="Path">The full path.</param>
/// <param name="Text">The whole text.</param>
public sealed partial record DocPage(string Path, string Text)
{
    /// <summary>The README, ARCHITECTURE.md, the chart's README and every page of docs.</summary>
    public static IReadOnlyList<DocPage> All { get; } =
    [
        .. new[] { "README.md", "ARCHITECTURE.md", "deploy/helm/wattshare/README.md" }.Select(Of),
        .. Directory.EnumerateFiles(System.IO.Path.Combine(RepositoryPaths.Root, "docs"), "*.md").Order(StringComparer.Ordinal).Select(Of),
    ];

    /// <summary>The path from the repository's root, for messages.</summary>
    public string Name => System.IO.Path.GetRelativePath(RepositoryPaths.Root, Path);

    /// <summary>Reads one page.</summary>
    /// <param name="path">The path from the repository's root, or a full one.</param>
    /// <returns>The page.</returns>
    public static DocPage Of(string path)
    {
        var full = System.IO.Path.Combine(RepositoryPaths.Root, path);
        return new(full, File.ReadAllText(full));
    }

    /// <summary>What stands between fences of one language.</summary>
    /// <param name="language">The word behind the first fence.</param>
    /// <returns>The texts in order, each with its last line break.</returns>
    public IReadOnlyList<string> Blocks(string language) =>
        [.. Fence().Matches(Text).Where(match => match.Groups["language"].Value == language).Select(match => match.Groups["text"].Value)];

    /// <summary>The lines of all fenced blocks, and what stands between backquotes in running text.</summary>
    /// <returns>Pieces of code, none with a line break.</returns>
    public IEnumerable<string> Code() =>
        Fence().Matches(Text).SelectMany(match => match.Groups["text"].Value.Split('\n')).Concat(Inline().Matches(Prose()).Select(match => match.Groups["text"].Value));

    /// <summary>The text without fenced blocks.</summary>
    /// <returns>Prose and tables.</returns>
    public string Prose() => Fence().Replace(Text, "");

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<text>(?s:.*?))^```$", RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex("`(?<text>[^`\n]+)`")]
    private static partial Regex Inline();
}
