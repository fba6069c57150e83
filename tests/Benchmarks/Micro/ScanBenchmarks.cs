using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host;
using Wattshare.Exporter.Host.Kernel;
using Wattshare.Exporter.Tests.Host;
using Wattshare.Fixtures.Host;

namespace Wattshare.Benchmarks.Micro;

/// <summary>
/// One read of the procfs source over a fixture tree of 3,000 processes in 60 groups of 50. Plain files are read faster than those of
/// procfs, whose text the kernel makes on each read; <see cref="LiveScanBenchmarks"/> has those.
/// </summary>
public class ScanBenchmarks
{
    private const int Groups = 60;
    private const int ProcessesInGroup = 50;

    private readonly HostSample _sample = new();
    private HostTree? _tree;
    private ProcfsUsageSource? _source;
    private long _ticks = 1_000_000;
    private long _used;

    /// <summary>In how many groups somebody ran. The benchmark itself writes their counters, which is part of the time.</summary>
    [Params(0, 1, Groups)]
    public int MovedGroups { get; set; }

    [GlobalSetup]
    public void Begin()
    {
        _tree = new HostTree().WithVersion2();
        _tree.SetForks(1);
        for (var group = 0; group < Groups; group++)
        {
            _tree.SetGroup($"/group-{group}", 0);
            for (var i = 0; i < ProcessesInGroup; i++) _tree.SetProcess(100 + (group * ProcessesInGroup) + i, "worker", 1, 1, $"/group-{group}");
        }

        var faults = new FaultLog(NullLogger<FaultLog>.Instance);
        _source = new ProcfsUsageSource(_tree.Proc, _tree.Sys, NoContainerDirectory.Instance, faults, () => _ticks, new DescriptorBudget(10_000));

        // Long enough for every process to be one that has slept.
        for (var i = 0; i < 100; i++) Read();
    }

    [GlobalCleanup]
    public void End()
    {
        _source?.Dispose();
        _tree?.Dispose();
    }

    [Benchmark]
    public int Read()
    {
        _used += 10_000_000;
        _ticks += 100;
        for (var group = 0; group < MovedGroups; group++) _tree!.SetGroup($"/group-{group}", _used);
        _sample.Clear();
        _source!.Read(_sample);
        return _sample.Groups.Count;
    }
}
