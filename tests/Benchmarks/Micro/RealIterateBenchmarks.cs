using Microsoft.Extensions.Logging.Abstractions;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host;
using Wattshare.Exporter.Host.Bpf;
using Wattshare.Exporter.Host.Cgroups;
using Wattshare.Exporter.Host.Kernel;
using Wattshare.Exporter.Tests.Host;

namespace Wattshare.Benchmarks.Micro;

/// <summary>One read of the BPF source on this machine's kernel, with whatever runs on it. Needs what <c>--usage.source=bpf</c> needs.</summary>
public class RealIterateBenchmarks : UsageBenchmarks
{
    private protected override IUsageSource Open()
    {
        var layout = CgroupLayout.Detect("/sys");
        BpfTaskFeed? feed = null;
        var obstacle = BpfRequirements.Check("/proc") ?? LibBpf.Load(out var library) ?? BpfTaskFeed.Open(library!, layout is { Version2: false }, out feed);
        if (obstacle is not null) throw new InvalidOperationException($"BPF cannot be used here: {obstacle.Reason}.");
        var faults = new FaultLog(NullLogger<FaultLog>.Instance);
        var groups = layout is null ? null : new CgroupTree(layout, NoContainerDirectory.Instance, new DescriptorBudget(0), faults);
        return new BpfUsageSource(feed!, "/proc", "/sys", groups, faults, BootTime.Nanoseconds);
    }
}
