using Wattshare.Attribution.Reporting;
using Wattshare.Exporter.Diagnostics;

namespace Wattshare.Exporter.Exposition;

/// <summary>Writes the families about the exporter itself.</summary>
internal static class ExporterView
{
    private static readonly FaultKind[] Kinds = Enum.GetValues<FaultKind>();

    /// <summary>Writes the families.</summary>
    /// <param name="writer">The text.</param>
    /// <param name="report">The report.</param>
    /// <param name="sources">What is not in the report.</param>
    public static void Write(ref ExpositionWriter writer, PowerReport report, MetricsSources sources)
    {
        WriteHistogram(ref writer, MetricCatalog.SampleDuration, sources.Clock.Duration);
        WriteHistogram(ref writer, MetricCatalog.SampleInterval, sources.Clock.Interval);
        WriteHistogram(ref writer, MetricCatalog.SampleLateness, sources.Clock.Lateness);
        WriteInteger(ref writer, MetricCatalog.SamplesMissed, sources.Clock.Missed);
        if (sources.Clock.Age is { } age) WriteSeconds(ref writer, MetricCatalog.SampleAge, age.Ticks * TimeSpan.NanosecondsPerTick);
        if (report.Exporter is { } energy) EnergyFamilies.WriteTotal(ref writer, MetricCatalog.ExporterEnergy, report, energy.Cumulative);
        WriteFaults(ref writer, sources.Faults);
        WriteUsage(ref writer, sources.UsageSource);
        WriteBuild(ref writer, sources.Build);
        WriteSelf(ref writer, sources.Self.Usage);
    }

    private static void WriteHistogram(ref ExpositionWriter writer, MetricFamily family, DurationHistogram histogram)
    {
        Span<long> cumulative = stackalloc long[histogram.Bounds.Length + 1];
        var sum = histogram.Read(cumulative);
        writer.Family(family);
        for (var i = 0; i < cumulative.Length; i++)
        {
            writer.Sample("_bucket"u8);
            writer.Bound(i < histogram.Bounds.Length ? histogram.Bounds[i] : null);
            writer.Integer(cumulative[i]);
        }

        writer.Sample("_sum"u8);
        writer.Seconds(sum);
        writer.Sample("_count"u8);
        writer.Integer(cumulative[^1]);
    }

    private static void WriteFaults(ref ExpositionWriter writer, FaultLog faults)
    {
        writer.Family(MetricCatalog.Faults);
        foreach (var kind in Kinds)
        {
            writer.Sample();
            writer.Labels(FaultLabels.Of(kind));
            writer.Integer(faults.Count(kind));
        }
    }

    private static void WriteUsage(ref ExpositionWriter writer, string source)
    {
        writer.Family(MetricCatalog.UsageInfo);
        writer.Sample();
        writer.Label("source"u8, source);
        writer.Integer(1);
    }

    private static void WriteBuild(ref ExpositionWriter writer, BuildInfo build)
    {
        writer.Family(MetricCatalog.Build);
        writer.Sample();
        writer.Label("version"u8, build.Version);
        writer.Label("revision"u8, build.Revision);
        writer.Label("runtime"u8, build.Runtime);
        writer.Integer(1);
    }

    private static void WriteSelf(ref ExpositionWriter writer, SelfUsage usage)
    {
        WriteSeconds(ref writer, MetricCatalog.SelfCpu, usage.CpuNanoseconds);
        WriteInteger(ref writer, MetricCatalog.SelfResident, usage.ResidentBytes);
        WriteInteger(ref writer, MetricCatalog.SelfVirtual, usage.VirtualBytes);
        WriteInteger(ref writer, MetricCatalog.SelfOpenFiles, usage.OpenFiles);
        WriteInteger(ref writer, MetricCatalog.SelfMaxFiles, usage.MaxFiles);
        WriteSeconds(ref writer, MetricCatalog.SelfStart, usage.StartNanoseconds);
        WriteInteger(ref writer, MetricCatalog.SelfThreads, usage.Threads);
    }

    private static void WriteSeconds(ref ExpositionWriter writer, MetricFamily family, long? nanoseconds)
    {
        if (nanoseconds is not { } value) return;
        writer.Family(family);
        writer.Sample();
        writer.Seconds(value);
    }

    private static void WriteInteger(ref ExpositionWriter writer, MetricFamily family, long? number)
    {
        if (number is not { } value) return;
        writer.Family(family);
        writer.Sample();
        writer.Integer(value);
    }
}
