using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Wattshare.Attribution.Reporting;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Exposition;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Exposition;

/// <summary>Renders reports with sources that are the same on every machine.</summary>
internal static class Rendering
{
    public static MetricsSources NewSources(ManualTime time)
    {
        var faults = new FaultLog(NullLogger<FaultLog>.Instance);
        faults.Report(FaultKind.CpuTimeUnreadable, "/proc/stat", "");
        var clock = new SampleClock(time);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            var started = time.GetTimestamp();
            clock.Began(42_000, 1);
            time.Advance(TimeSpan.FromMicroseconds(1500));
            clock.Taken(started);
            time.Advance(TimeSpan.FromMicroseconds(998_500));
        }

        return new MetricsSources(
            clock, faults, new SelfMetrics(time, TimeSpan.FromSeconds(1)), new BuildInfo("0.1.0", "abc123", ".NET 10.0.0"), "procfs");
    }

    public static string Text(PowerReport report, ExpositionFormat format = ExpositionFormat.Text)
    {
        using var view = new MetricsView(NewSources(new ManualTime()));
        using var buffer = new ByteBuffer();
        view.Render(report, format, buffer);
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(buffer.Written);
    }
}
