using System.Text.RegularExpressions;
using Wattshare.Exporter.Tests.Exposition;

namespace Wattshare.Exporter.Tests.Regressions;

/// <summary>
/// Holds docs/regressions.md to the tests. They are looked up in the sources and not in the assemblies, since those of other projects may
/// be absent or old where one project alone is tested.
/// </summary>
public sealed class RegressionTableTests
{
    [Fact]
    public void Every_test_that_is_named_exists()
    {
        var tests = RegressionRow.ReadAll().SelectMany(row => row.Tests).ToArray();
        Assert.NotEmpty(tests);
        Assert.DoesNotContain(tests, test => !IsTest(test));
    }

    [Theory]
    [InlineData("Wattshare.Exporter.Tests.Regressions.RegressionTableTests.No_such_test")]
    [InlineData("Wattshare.Exporter.Tests.Regressions.RegressionTableTests.IsTest")]
    [InlineData("Wattshare.Exporter.Tests.Regressions.NoSuchClass.Every_test_that_is_named_exists")]
    [InlineData("Wattshare.Golden.RegressionTableTests.Every_test_that_is_named_exists")]
    [InlineData("Wattshare.Exporter.Tests.Host.VmTimeTests.Dispose")]
    public void What_is_no_test_is_found_out(string name) => Assert.False(IsTest(name));

    [Fact]
    public void Every_bug_has_a_test_or_a_reason()
    {
        var rows = RegressionRow.ReadAll();
        Assert.Distinct(rows.Select(row => row.Id));
        Assert.All(rows.Where(row => row.Tests.Count == 0), row => Assert.Matches("^none: [a-z]", row.Reason));
    }

    [Theory]
    [InlineData("R", 24)]
    [InlineData("S", 27)]
    [InlineData("A", 12)]
    public void No_bug_is_left_out(string list, int count)
    {
        var ids = RegressionRow.ReadAll().Select(row => row.Id).ToHashSet();
        Assert.All(Enumerable.Range(1, count), number => Assert.Contains($"{list}{number}", ids));
    }

    private static bool IsTest(string fullName)
    {
        var parts = fullName.Split('.');
        if (parts.Length < 3) return false;
        var (space, type, method) = (string.Join('.', parts[..^2]), parts[^2], parts[^1]);
        return Directory.EnumerateFiles(RepositoryRoot.File("tests"), $"{type}.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllLines)
            .Any(lines => lines.Contains($"namespace {space};") && HasTest(lines, method));
    }

    /// <summary>The attributes of a method are the lines above it up to an empty one.</summary>
    private static bool HasTest(string[] lines, string method)
    {
        var at = Array.FindIndex(lines, line => Regex.IsMatch(line, $@"^    public (void|async Task|Task) {Regex.Escape(method)}\("));
        return at > 0 && lines[..at].Reverse().TakeWhile(line => line.Length > 0).Any(line => Regex.IsMatch(line, @"^    \[\w*(Fact|Theory)\b"));
    }
}
