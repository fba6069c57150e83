using System.Buffers;
using System.Collections.Immutable;
using Wattshare.Attribution.Reporting;
using Wattshare.Exporter.Exposition;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Exposition;

/// <summary>A view that remembers labels must write what one without memory writes.</summary>
public sealed class SteadyRenderingTests
{
    private readonly MetricsSources _sources = Rendering.NewSources(new ManualTime());
    private readonly Random _random = new(7);

    [Fact]
    public void A_view_that_saw_other_reports_writes_the_same_text_as_a_new_one()
    {
        using var used = new MetricsView(_sources);
        var report = LargeReports.Of(200);
        for (var step = 0; step < 50; step++)
        {
            report = Churn(report);
            foreach (var format in new[] { ExpositionFormat.Text, ExpositionFormat.OpenMetrics })
            {
                using var fresh = new MetricsView(_sources);
                Assert.Equal(Text(fresh, report, format), Text(used, report, format));
            }
        }
    }

    [Fact]
    public void Rendering_ten_thousand_series_of_which_one_in_a_hundred_changed_allocates_nothing()
    {
        using var view = new MetricsView(_sources);
        using var buffer = new ByteBuffer();
        var reports = new PowerReport[4];
        reports[0] = LargeReports.Of(4_900);
        for (var i = 1; i < reports.Length; i++) reports[i] = LargeReports.Changed(reports[i - 1], _random);
        foreach (var report in reports) Render(report);
        var next = 0;
        Assert.Equal(0, Allocations.Of(() => Render(reports[next++ % reports.Length])));
        Assert.InRange(buffer.Written.Count((byte)'\n'), 9_800, 10_100);

        void Render(PowerReport report)
        {
            buffer.Truncate(0);
            view.Render(report, ExpositionFormat.Text, buffer);
        }
    }

    private static string Text(MetricsView view, PowerReport report, ExpositionFormat format)
    {
        var buffer = new ArrayBufferWriter<byte>();
        view.Render(report, format, buffer);
        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    // Some end, some exec under another name, some begin, one is there twice, and what is left changes.
    private PowerReport Churn(PowerReport report)
    {
        var rows = report.Processes.Where(_ => _random.Next(10) > 0).ToList();
        rows[0] = rows[0] with { Process = SampleReports.NewProcess(rows[0].Process.Key.Pid, "exec'd") };
        rows.AddRange(Enumerable.Range(0, _random.Next(40)).Select(_ => LargeReports.Row(_random.Next(100_000))));
        rows.Insert(_random.Next(rows.Count), rows[1]);
        return LargeReports.Changed(report with { Processes = [.. rows], Containers = report.Containers.Reverse().ToImmutableArray() }, _random);
    }
}
