using Wattshare.Exporter.Exposition;

namespace Wattshare.Exporter.Tests.Exposition;

public sealed class MetricsDocumentTests
{
    [Fact]
    public void The_document_is_what_the_catalog_says() => RepositoryRoot.AssertSameAsFile(MetricsDocument.Render(), "docs", "metrics.md");

    [Fact]
    public void Every_help_text_is_a_sentence_that_needs_no_escape()
    {
        foreach (var family in MetricCatalog.All)
        {
            Assert.Matches("^[A-Z].*\\.$", family.Help);
            Assert.DoesNotContain(family.Help, c => c is '"' or '\\' or '\n' or '|');
        }
    }

    [Fact]
    public void Names_are_unique_and_counters_alone_end_in_total()
    {
        Assert.Equal(MetricCatalog.All.Length, MetricCatalog.All.Select(family => family.Name).Distinct().Count());
        Assert.All(MetricCatalog.All, family =>
            Assert.Equal(family.Type == MetricType.Counter, family.Name.EndsWith("_total", StringComparison.Ordinal)));
    }
}
