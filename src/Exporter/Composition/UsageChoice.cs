using System.Diagnostics.CodeAnalysis;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host;
using Wattshare.Exporter.Host.Bpf;
using Wattshare.Exporter.Host.Cgroups;
using Wattshare.Exporter.Host.Kernel;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Composition;

/// <summary>The usage source that a host gets: the kernel's own books where they can be read, else procfs.</summary>
/// <param name="Source">The source.</param>
/// <param name="Obstacle">Why it is not the BPF source although that was wanted, or null.</param>
[SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The source owns its parts, and who asked for the choice disposes of the source.")]
internal sealed record UsageChoice(IUsageSource Source, BpfObstacle? Obstacle)
{
    /// <summary>Chooses and opens the source.</summary>
    /// <param name="options">Settings without a fault.</param>
    /// <param name="containers">Knows the names of containers.</param>
    /// <param name="faults">Told about what cannot be read.</param>
    /// <param name="packages">Tells the package of a hardware thread.</param>
    /// <returns>The choice; its source is to be disposed of.</returns>
    public static UsageChoice Make(WattshareOptions options, IContainerDirectory containers, FaultLog faults, CpuPackages packages)
    {
        var path = options.Path;
        BpfObstacle? obstacle = null;
        if (options.Usage.Source != UsageSourceKind.Procfs)
        {
            obstacle = OpenBpf(path, containers, faults, packages, out var source);
            if (source is not null) return new UsageChoice(source, null);
        }

        return new UsageChoice(new ProcfsUsageSource(path.Procfs, path.Sysfs, containers, faults, packages), obstacle);
    }

    private static BpfObstacle? OpenBpf(PathOptions path, IContainerDirectory containers, FaultLog faults, CpuPackages packages, out BpfUsageSource? source)
    {
        source = null;
        var layout = CgroupLayout.Detect(path.Sysfs);
        if (BpfRequirements.Check(path.Procfs) is { } unmet) return unmet;
        if (LibBpf.Load(out var library) is { } unusable) return unusable;
        if (BpfTaskFeed.Open(library!, layout is { Version2: false }, out var feed) is { } refused) return refused;
        var tree = layout is null ? null : new CgroupTree(layout, containers, new DescriptorBudget(0), faults, packages);
        source = new BpfUsageSource(feed!, path.Procfs, path.Sysfs, tree, faults, BootTime.Nanoseconds, packages);
        return null;
    }
}
