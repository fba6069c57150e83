using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host;
using Wattshare.Exporter.Host.Bpf;
using Wattshare.Exporter.Host.Cgroups;
using Wattshare.Exporter.Host.Kernel;
using Wattshare.Exporter.Tests.Host;
using Wattshare.Exporter.Tests.Host.Bpf;
using Wattshare.Fixtures.Host;

namespace Wattshare.Benchmarks.Micro;

/// <summary>One read of the BPF source, without the kernel's part: 3,000 known tasks, of which some ran. One read in 300 is a full one.</summary>
public class IterateBenchmarks : UsageBenchmarks
{
    private const int Tasks = 3000;

    private readonly HostTree _tree = new HostTree().WithVersion2();

    /// <summary>How many of them ran since the last read.</summary>
    [Params(0, 50, Tasks)]
    public int Ran { get; set; }

    public override void CleanUp()
    {
        base.CleanUp();
        _tree.Dispose();
    }

    private protected override IUsageSource Open()
    {
        _tree.SetGroup("/group", 0);
        if (DirectoryFacts.Read(Encoding.UTF8.GetBytes(_tree.GroupDirectory("/group") + "\0"), out var facts) != 0)
            throw new InvalidOperationException("The fixture's group cannot be read.");
        var faults = new FaultLog(NullLogger<FaultLog>.Instance);
        var feed = new SteadyTasks([.. Enumerable.Range(0, Tasks).Select(i => NewTask(i, facts.Inode))], Ran);
        var groups = new CgroupTree(CgroupLayout.Detect(_tree.Sys)!, NoContainerDirectory.Instance, new DescriptorBudget(0), faults);
        return new BpfUsageSource(feed, _tree.Proc, _tree.Sys, groups, faults, () => feed.Now);
    }

    private static TaskRecord NewTask(int index, ulong group)
    {
        var started = (ulong)index * 1_000_000;
        var record = new TaskRecord { Thread = 100 + index, Process = 100 + index, Parent = 1, Started = started, ProcessStarted = started, Group = group };
        "worker"u8.CopyTo(record.Comm);
        "worker"u8.CopyTo(record.ProcessComm);
        return record;
    }
}
