using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host.Cgroups;
using Wattshare.Exporter.Host.Hypervisors;
using Wattshare.Exporter.Host.Kernel;
using Wattshare.Exporter.Host.Memory;
using Wattshare.Exporter.Host.Processes;
using Wattshare.Exporter.Host.Resctrl;

namespace Wattshare.Exporter.Host;

/// <summary>
/// Who ran, from <c>/proc</c> and the files of cgroups: works on every host, and as root or with CAP_SYS_PTRACE it sees everything:
/// that capability is for the executables of others, and for a procfs with hidepid; the rest is for everybody to read. It reads what may have moved: a look at the counters of the groups tells in which of them somebody ran, and only there
/// processes are read (<see cref="ReadingTurn"/>); the list of processes is made when one was forked. What is reported is read from the
/// inside out, processes first, then each group after the groups in it, so that a whole is never older than its parts: time that passes in
/// between is a small remainder of the group, and members never exceed their group. The host's own CPU time is best read after this.
/// A process that slept for long and wakes is read <see cref="ReadingTurn.RotationTicks"/> ticks later at the most; meanwhile its time is in
/// its group. Sampling thread only.
/// </summary>
internal sealed class ProcfsUsageSource : IUsageSource
{
    private const int DetectEvery = 60;

    private readonly string _sysfsRoot;
    private readonly IContainerDirectory _containers;
    private readonly FaultLog _faults;
    private readonly Func<long> _bootTicks;
    private readonly DescriptorBudget _budget;
    private readonly ProcessList _list;
    private readonly ProcessTable _processes;
    private readonly VmScopes _scopes;
    private readonly CpuPackages? _packages;
    private readonly VmTimes _vmTimes;
    private readonly HeldMemoryReader _memory;
    private readonly MemoryTrafficReader _traffic;
    private CgroupTree? _tree;
    private long _tick;
    private long _groupsFound;
    private int _untilDetection;

    /// <summary>Makes a source for the host that the roots show.</summary>
    /// <param name="procfsRoot">The root of procfs.</param>
    /// <param name="sysfsRoot">The root of sysfs, with cgroups under <c>fs/cgroup</c>.</param>
    /// <param name="containers">Knows the names of containers.</param>
    /// <param name="faults">Told about what cannot be read.</param>
    /// <param name="packages">Tells the package of a hardware thread; null when nobody wants to know who is bound to one.</param>
    public ProcfsUsageSource(string procfsRoot, string sysfsRoot, IContainerDirectory containers, FaultLog faults, CpuPackages? packages = null)
        : this(procfsRoot, sysfsRoot, containers, faults, ClockTicks.SinceBoot, DescriptorBudget.FromLimit(), packages)
    {
    }

    /// <summary>Makes a source with a clock and a budget of its own, for tests.</summary>
    /// <param name="procfsRoot">The root of procfs.</param>
    /// <param name="sysfsRoot">The root of sysfs.</param>
    /// <param name="containers">Knows the names of containers.</param>
    /// <param name="faults">Told about what cannot be read.</param>
    /// <param name="bootTicks">The time since boot in ticks.</param>
    /// <param name="budget">How many descriptors stay open.</param>
    /// <param name="packages">Tells the package of a hardware thread, or null.</param>
    internal ProcfsUsageSource(
        string procfsRoot,
        string sysfsRoot,
        IContainerDirectory containers,
        FaultLog faults,
        Func<long> bootTicks,
        DescriptorBudget budget,
        CpuPackages? packages = null)
    {
        (_sysfsRoot, _containers, _faults, _bootTicks, _budget, _packages) = (sysfsRoot, containers, faults, bootTicks, budget, packages);
        var files = new ProcessFiles(procfsRoot);
        _list = new ProcessList(files, procfsRoot, faults);
        _processes = new ProcessTable(files, _list, new ProcessIdentifier(files, new VmRegistry(faults), faults), budget, faults);
        _vmTimes = new VmTimes(files, budget);
        _memory = new HeldMemoryReader(files, faults);
        _traffic = new MemoryTrafficReader(sysfsRoot, files, faults);
        _scopes = new VmScopes(packages is null ? null : new VmPins(files, packages));
    }

    /// <inheritdoc/>
    public string Name => "procfs";

    /// <inheritdoc/>
    public void Read(HostSample sample)
    {
        sample.ProcessTickNanoseconds = ClockTicks.Nanoseconds;
        var now = _bootTicks();
        _tick++;
        DetectGroups();
        _tree?.Walk();
        _tree?.Look(_tick);
        var turn = new ReadingTurn(_tick, now, HasNewGroups());
        _processes.Refresh(turn, _tree);
        _scopes.Refresh(_processes.Live);
        _vmTimes.Read(turn, _processes.Read, sample.VmTimes);
        _processes.Report(sample.Processes);
        if (turn.IsFull) _tree?.Read(sample.Groups);
        else _tree?.ReadDue(sample.Groups);
        _memory.Read(sample, _tree, _scopes.Machines);
        _traffic.Read(sample, _tree);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _processes.Dispose();
        _list.Dispose();
        _traffic.Dispose();
        _tree?.Dispose();
    }

    private bool HasNewGroups()
    {
        var found = _tree?.Found ?? 0;
        var more = found != _groupsFound;
        _groupsFound = found;
        return more;
    }

    /// <summary>A host that boots, or a container whose mounts come late, may have no cgroups at first.</summary>
    private void DetectGroups()
    {
        if (_tree is not null || _untilDetection-- > 0) return;
        _untilDetection = DetectEvery;
        if (CgroupLayout.Detect(_sysfsRoot) is { } layout) _tree = new CgroupTree(layout, _containers, _budget, _faults, _packages);
    }
}
