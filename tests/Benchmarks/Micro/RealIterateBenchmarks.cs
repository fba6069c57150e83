using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host.Bpf;
using Wattshare.Exporter.Host.Cgroups;
using Wattshare.Exporter.Host.Kernel;
using Wattshare.Exporter.Tests.Host;

namespace Wattshare.Benchmarks.Micro;

/// <summary>One read of the BPF source on this machine's kernel, with whatever runs on it. Needs what <c>--usage.source=bpf</c> needs.</summary>
public class RealIterateBenchmarks
{
    private readonly HostSample _sample = new();
    private BpfUsageSource? _source;

    [GlobalSetup]
    public void Begin()
    {
        var layout = CgroupLayout.Detect("/sys");
        BpfTaskFeed? feed = null;
        var obstacle = BpfRequirements.Check("/proc") ?? LibBpf.Load(out var library) ?? BpfTaskFeed.Open(library!, layout is { Version2: false }, out feed);
        if (obstacle is not null) throw new InvalidOperationException($"BPF cannot be used here: {obstacle.Reason}.");
        var faults = new FaultLog(NullLogger<FaultLog>.Instance);
        var groups = layout is null ? null : new CgroupTree(layout, NoContainerDirectory.Instance, new DescriptorBudget(0), faults);
        _source = new BpfUsageSource(feed!, "/proc", groups, faults, BootTime.Nanoseconds);
        for (var i = 0; i < 5; i++) Read();
    }

    [GlobalCleanup]
    public void End() => _source?.Dispose();

    [Benchmark]
    public int Read()
    {
        _sample.Clear();
        _source!.Read(_sample);
        return _sample.Processes.Count;
    }
}
