using System.Text.RegularExpressions;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Docs;

/// <summary>A link from a page to a file of the repository or to a heading.</summary>
/// <param name="From">The page it stands on.</param>
/// <param name="Target">What stands in the parentheses.</param>
internal sealed partial record DocLink(DocPage From, string Target)
{
    /// <summary>The links of a page that do not lead to the web.</summary>
    public static IEnumerable<DocLink> On(DocPage page) => Link().Matches(page.Prose())
        .Select(match => new DocLink(page, match.Groups["target"].Value))
        .Where(link => !link.Target.Contains("://", StringComparison.Ordinal));

    /// <summary>Whether the file is there and has the heading, if one is named.</summary>
    public bool Leads()
    {
        var parts = Target.Split('#', 2);
        var file = parts[0].Length == 0 ? From.Path : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(From.Path)!, parts[0]));
        if (!Path.Exists(file)) return false;
        return parts.Length == 1 || Anchors(DocPage.Of(file)).Contains(parts[1]);
    }

    /// <summary>The anchors of a page, as GitHub makes them of headings.</summary>
    internal static IReadOnlySet<string> Anchors(DocPage page)
    {
        var anchors = new HashSet<string>();
        foreach (var heading in Heading().Matches(page.Prose()).Select(match => Anchor(match.Groups["text"].Value)))
        {
            var number = 0;
            while (!anchors.Add(number == 0 ? heading : $"{heading}-{number}")) number++;
        }

        return anchors;
    }

    private static string Anchor(string heading) => string.Concat(heading.ToLowerInvariant()
        .Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')
        .Select(c => c == ' ' ? '-' : c));

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6} (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
