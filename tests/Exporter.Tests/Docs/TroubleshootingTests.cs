using System.Text.RegularExpressions;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Exposition;
using Wattshare.Exporter.Host.Bpf;
using Wattshare.Exporter.Tests.Exposition;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Docs;

/// <summary>Holds docs/troubleshooting.md to what the program says.</summary>
public sealed partial class TroubleshootingTests
{
    private static readonly DocPage Page = DocPage.Of("docs/troubleshooting.md");

    [Fact]
    public void Every_kind_of_fault_has_its_row_and_no_other() => Assert.Equal(
        Enum.GetValues<FaultKind>().Select(FaultLabels.Name).Order(StringComparer.Ordinal),
        FirstCells("Faults by kind").Select(cell => cell.Trim('`')).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_obstacle_to_BPF_has_its_row()
    {
        BpfObstacle[] obstacles =
        [
            BpfObstacle.LibraryMissing, BpfObstacle.LibraryTooOld, BpfObstacle.NoTypes, BpfObstacle.PidNamespace, BpfObstacle.OtherProcfs("/p"),
            BpfObstacle.Capabilities("CAP_BPF and CAP_PERFMON"), BpfObstacle.Refused("loading", 1), BpfObstacle.Refused("loading", 22), BpfObstacle.Refused("loading", 5),
        ];
        var cells = FirstCells("BPF is not used");
        Assert.Equal(obstacles.Length, cells.Count);
        Assert.All(obstacles, obstacle => Assert.Contains(cells, cell => obstacle.Reason.Contains(Quoted(cell), StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("No energy counter", 7)]
    [InlineData("The guest sees no share", 4)]
    public void What_the_program_is_quoted_with_stands_in_its_sources(string heading, int count)
    {
        var sources = string.Concat(Directory.EnumerateFiles(RepositoryRoot.File("src"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        var quotes = FirstCells(heading).Select(Quoted).Where(quote => quote.Contains(' ', StringComparison.Ordinal) && !quote.StartsWith("mount:", StringComparison.Ordinal) && quote != "Permission denied").ToArray();
        Assert.Equal(count, quotes.Length);
        Assert.All(quotes, quote => Assert.Contains(quote, sources, StringComparison.Ordinal));
    }

    private static string Quoted(string cell) => Quote().Match(cell).Groups["text"].Value;

    /// <summary>The first cells of the rows below a heading, without the head of the table.</summary>
    private static IReadOnlyList<string> FirstCells(string heading)
    {
        var section = Page.Text.Split($"\n## {heading}\n")[1].Split("\n## ")[0];
        return [.. section.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line.Split('|')[1].Trim()).Skip(1)];
    }

    [GeneratedRegex("`(?<text>[^`]+)`")]
    private static partial Regex Quote();
}
