using Wattshare.Fixtures.Lab;
using Wattshare.Fixtures.Simulator;

namespace Wattshare.Integration.EndToEnd;

/// <summary>What the exporter says and what the kernel and the meter know, at one instant (within some milliseconds).</summary>
/// <param name="Metrics">The scrape of the exporter with the BPF source.</param>
/// <param name="Procfs">The scrape of the exporter with the procfs source.</param>
/// <param name="Truth">What the host really used.</param>
/// <param name="CpuSeconds">The CPU time of each guest and container by name, from the kernel.</param>
public sealed record MeasuredInstant(MetricsText Metrics, MetricsText Procfs, EnergyTruth Truth, IReadOnlyDictionary<string, double> CpuSeconds);
