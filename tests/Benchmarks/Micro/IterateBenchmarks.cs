using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host.Bpf;
using Wattshare.Exporter.Host.Cgroups;
using Wattshare.Exporter.Host.Kernel;
using Wattshare.Exporter.Tests.Host;
using Wattshare.Fixtures.Host;

namespace Wattshare.Benchmarks.Micro;

/// <summary>One read of the BPF source, without the kernel's part: 3,000 known tasks, of which some ran. One read in 300 is a full one.</summary>
public class IterateBenchmarks
{
    private const int Tasks = 3000;

    private readonly HostSample _sample = new();
    private HostTree? _tree;
    private BpfUsageSource? _source;

    /// <summary>How many of them ran since the last read.</summary>
    [Params(0, 50, Tasks)]
    public int Ran { get; set; }

    [GlobalSetup]
    public void Begin()
    {
        _tree = new HostTree().WithVersion2();
        _tree.SetGroup("/group", 0);
        if (DirectoryFacts.Read(Encoding.UTF8.GetBytes(_tree.GroupDirectory("/group") + "\0"), out var facts) != 0)
            throw new InvalidOperationException("The fixture's group cannot be read.");
        var faults = new FaultLog(NullLogger<FaultLog>.Instance);
        var feed = new SteadyTasks(Tasks, Ran, facts.Inode);
        var groups = new CgroupTree(CgroupLayout.Detect(_tree.Sys)!, NoContainerDirectory.Instance, new DescriptorBudget(0), faults);
        _source = new BpfUsageSource(feed, _tree.Proc, groups, faults, () => feed.Now);
        for (var i = 0; i < 5; i++) Read();
        if (_sample.Processes.Count != Ran) throw new InvalidOperationException($"{_sample.Processes.Count} processes were reported, {Ran} ran.");
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
        _sample.Clear();
        _source!.Read(_sample);
        return _sample.Processes.Count;
    }
}
