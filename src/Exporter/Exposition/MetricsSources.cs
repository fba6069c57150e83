using Wattshare.Exporter.Diagnostics;

namespace Wattshare.Exporter.Exposition;

/// <summary>What the text needs beside the report. All of it is read from memory.</summary>
/// <param name="Clock">When samples were taken.</param>
/// <param name="Faults">What went wrong.</param>
/// <param name="Self">What the exporter uses.</param>
/// <param name="Build">Which build runs.</param>
/// <param name="UsageSource">Who tells the CPU time of tasks: <c>bpf</c> or <c>procfs</c>.</param>
internal sealed record MetricsSources(SampleClock Clock, FaultLog Faults, SelfMetrics Self, BuildInfo Build, string UsageSource);
