using Wattshare.Attribution.Reporting;
using Wattshare.Exporter.Exposition;

namespace Wattshare.Exporter.Tests.Exposition;

public sealed class GoldenTextTests
{
    [Fact]
    public void A_full_report_gives_exactly_this_prometheus_text() =>
        RepositoryRoot.AssertSameAsFile(Rendering.Text(SampleReports.Full()), Path("full.prom"));

    [Fact]
    public void A_full_report_gives_exactly_this_openmetrics_text() =>
        RepositoryRoot.AssertSameAsFile(Rendering.Text(SampleReports.Full(), ExpositionFormat.OpenMetrics), Path("full.openmetrics"));

    [Fact]
    public void Before_the_first_sample_there_is_only_the_exporter_itself() =>
        RepositoryRoot.AssertSameAsFile(Rendering.Text(PowerReport.Empty), Path("empty.prom"));

    [Fact]
    public void Both_formats_hold_the_same_samples()
    {
        static string[] Samples(string text) => [.. text.Split('\n').Where(line => !line.StartsWith('#'))];
        Assert.Equal(
            Samples(Rendering.Text(SampleReports.Full())),
            Samples(Rendering.Text(SampleReports.Full(), ExpositionFormat.OpenMetrics)));
    }

    private static string[] Path(string name) => ["tests", "Exporter.Tests", "Exposition", "Golden", name];
}
