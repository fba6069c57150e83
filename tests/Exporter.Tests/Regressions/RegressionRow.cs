namespace Wattshare.Exporter.Tests.Regressions;

/// <summary>One row of docs/regressions.md.</summary>
/// <param name="Id">The number of the bug.</param>
/// <param name="Tests">The full names of the tests that are named.</param>
/// <param name="Reason">What stands in the place of tests, or empty.</param>
internal sealed record RegressionRow(string Id, IReadOnlyList<string> Tests, string Reason)
{
    /// <summary>Reads the rows of the document.</summary>
    public static IReadOnlyList<RegressionRow> ReadAll() =>
    [
        .. File.ReadLines(Exposition.RepositoryRoot.File("docs", "regressions.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| id |", StringComparison.Ordinal))
            .Select(Parse),
    ];

    private static RegressionRow Parse(string line)
    {
        var cells = line.Split('|').Select(cell => cell.Trim()).ToArray();
        Assert.Equal(6, cells.Length);
        string[] names = [.. cells[4].Split("<br>").Where(name => name.StartsWith('`')).Select(name => name.Trim('`'))];
        return new RegressionRow(cells[1], names, names.Length == 0 ? cells[4] : "");
    }
}
