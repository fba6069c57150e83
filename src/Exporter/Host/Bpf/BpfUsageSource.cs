using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host.Cgroups;
using Wattshare.Exporter.Host.Hypervisors;
using Wattshare.Exporter.Host.Kernel;
using Wattshare.Exporter.Host.Memory;
using Wattshare.Exporter.Host.Processes;
using Wattshare.Exporter.Host.Resctrl;

namespace Wattshare.Exporter.Host.Bpf;

/// <summary>
/// Who ran, from the kernel's own books: an iterator tells the run time of each thread that ran since the last read, to the nanosecond,
/// and the last record of each that ended is waiting in a ring buffer. Nothing is sampled or estimated, and what did not run costs
/// nothing here. Groups have no readings of their own: each is the sum of its processes, ended ones included. Sampling thread only.
/// </summary>
internal sealed class BpfUsageSource : IUsageSource
{
    /// <summary>Full reads are rare: they cost microseconds a task, and only mend what a lost record left behind.</summary>
    private const long FullEvery = 300;

    /// <summary>The sampler throws its first reading away, so the second has to be whole as well.</summary>
    private const long FirstReads = 2;

    private const string ReadSubject = "the BPF task iterator";
    private const string RingSubject = "the BPF ring buffer";

    private readonly ITaskFeed _feed;
    private readonly CgroupTree? _tree;
    private readonly FaultLog _faults;
    private readonly Func<long> _bootTime;
    private readonly TaskPass _pass;
    private readonly GroupFinder _groups;
    private readonly ProcessBook _book;
    private readonly HeldMemoryReader _memory;
    private readonly MemoryTrafficReader _traffic;
    private readonly VmScopes _scopes;
    private readonly VmRegistry _vms;
    private readonly Buffer<TaskRecord> _records = new();
    private readonly Buffer<GroupOverflow> _overflows = new();
    private readonly Buffer<RunningProcess> _listed = new();
    private readonly Action<RunningProcess> _list;
    private BpfLosses _losses;
    private long _reads;
    private long _fullReads;
    private long _droppedSums;
    private long _vmsVersion;
    private bool _resync;

    /// <summary>Makes a source.</summary>
    /// <param name="feed">The kernel's side; disposed of with the source.</param>
    /// <param name="procfsRoot">The root of procfs.</param>
    /// <param name="sysfsRoot">The root of sysfs.</param>
    /// <param name="tree">The groups, or null where there are none; disposed of with the source.</param>
    /// <param name="faults">Told about what cannot be read.</param>
    /// <param name="bootTime">The time since boot in nanoseconds, suspension included.</param>
    /// <param name="packages">Tells the package of a hardware thread; null when nobody wants to know which machines are bound to one.</param>
    public BpfUsageSource(ITaskFeed feed, string procfsRoot, string sysfsRoot, CgroupTree? tree, FaultLog faults, Func<long> bootTime, CpuPackages? packages = null)
    {
        (_feed, _tree, _faults, _bootTime) = (feed, tree, faults, bootTime);
        var files = new ProcessFiles(procfsRoot);
        _vms = new VmRegistry(faults);
        var identifier = new ProcessIdentifier(files, _vms, faults);
        _memory = new HeldMemoryReader(files, faults);
        _traffic = new MemoryTrafficReader(sysfsRoot, files, faults);
        _scopes = new VmScopes(packages is null ? null : new VmPins(files, packages));
        _pass = new TaskPass(feed);
        _groups = new GroupFinder(tree, identifier, new MadeGroups(feed, faults));
        _book = new ProcessBook(identifier, _groups);
        _list = List;
    }

    /// <inheritdoc/>
    public string Name => "bpf";

    /// <inheritdoc/>
    public void Read(HostSample sample)
    {
        var now = _bootTime();
        _book.Begin(now);
        _groups.Begin(now);
        ReadLiving(sample);
        ReadEnded(sample);
        var rescoped = _scopes.Refresh(_book.Machines);
        if (rescoped || _groups.Changed || _vms.Version != _vmsVersion) ListRenamed();
        _vmsVersion = _vms.Version;
        Report(sample);
        _memory.Read(sample, _tree, _scopes.Machines);
        _traffic.Read(sample, _tree);
        if (_reads++ < FirstReads) _book.MakeBaseline();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _feed.Dispose();
        _traffic.Dispose();
        _tree?.Dispose();
    }

    private void ReadLiving(HostSample sample)
    {
        var full = _resync || _reads < FirstReads || _reads % FullEvery == 0;
        if (full) _fullReads++;
        _records.Clear();
        var result = _pass.Read(full, _records);
        foreach (ref readonly var record in _records.Items)
        {
            var process = _book.Enter(record);
            process.FullRead = _fullReads;
            _book.Describe(process, record);
            Use(sample, process, record);
        }

        _resync = result < 0;
        if (result == 0) _faults.Recovered(FaultKind.UsageUnreadable, ReadSubject);
        else _faults.Report(FaultKind.UsageUnreadable, ReadSubject, $"The kernel did not tell all that ran (error {-result}); the rest comes with the next read.");
        if (full && result == 0) _book.EndMissing(_fullReads, _list);
    }

    private void ReadEnded(HostSample sample)
    {
        _records.Clear();
        var result = _feed.TakeEnded(_records);
        foreach (ref readonly var record in _records.Items)
        {
            if (!record.IsLeader) continue;
            var process = _book.Enter(record);
            _book.End(process);
            _book.Describe(process, record);
            Use(sample, process, record);
        }

        // Threads after the first ones: whose process ended as well is known by then.
        foreach (ref readonly var record in _records.Items)
        {
            if (record.IsLeader) continue;
            Use(sample, _book.EnterEndedThread(record), record);
        }

        if (result < 0) _faults.Report(FaultKind.UsageUnreadable, RingSubject, $"The records of ended tasks could not be read (error {-result}).");
        else NoteLosses(sample);
    }

    private void Use(HostSample sample, RunningProcess process, in TaskRecord record)
    {
        var used = _book.UsedBy(process, record);
        process.Tracked.CpuNanoseconds = CpuClock.Add(process.Tracked.CpuNanoseconds, used);
        List(process);
        if (used == 0) return;
        if (VmThread.Of(process, record, out var role) is { } vm) sample.VmTimes.Add(new VmTimeReading(vm, role, used));
    }

    private void List(RunningProcess process)
    {
        if (process.Listed) return;
        process.Listed = true;
        _listed.Add(process);
    }

    /// <summary>What was dropped still finds its group: it is reported as a process that nobody saw.</summary>
    private void NoteLosses(HostSample sample)
    {
        var now = _feed.Losses;
        var dropped = (long)(now.Dropped - _losses.Dropped);
        var lost = now.Lost - _losses.Lost;
        if (now.Forgotten > _losses.Forgotten)
            _faults.Report(FaultKind.UsageUnreadable, "the memory of BPF tasks", "The kernel had no memory to remember a task; what it uses is seen when it ends.", (long)(now.Forgotten - _losses.Forgotten));
        if (now.Untold > _losses.Untold)
        {
            _faults.Report(FaultKind.UsageRecordDropped, MadeGroups.Subject, "More control groups were made between two samples than the buffer holds; what ran in "
                + "one that is gone already is counted for its parent process's group. Sample more often.", (long)(now.Untold - _losses.Untold));
        }

        _losses = now;
        if (dropped == 0) return;
        _resync = true;
        _overflows.Clear();
        _feed.TakeOverflows(_overflows);
        _faults.Report(
            FaultKind.UsageRecordDropped, RingSubject, $"More tasks ended between two samples than the buffer holds; what they used is counted for their group and not under their name ({lost} ns for nobody). Sample more often.", dropped);
        foreach (ref readonly var overflow in _overflows.Items) sample.Processes.Add(ReadingOf(overflow));
    }

    private ProcessReading ReadingOf(in GroupOverflow overflow)
    {
        // No process has the id 0, so this is nobody else's identity.
        var info = new ProcessInfo { Key = new ProcessKey(0, ++_droppedSums), Command = "(dropped)", Group = _groups.Find(overflow.Group)?.Accounting };
        return new ProcessReading(info, (long)Math.Min(overflow.Sum.Runtime, long.MaxValue), Newborn: true, Ended: true);
    }

    private void Report(HostSample sample)
    {
        foreach (var process in _listed.Items)
        {
            var tracked = process.Tracked;
            process.Listed = false;
            if (tracked.MachinePid != 0) _book.Tie(tracked);
            tracked.RefreshInfo();
            sample.Processes.Add(new ProcessReading(tracked.Info, tracked.CpuNanoseconds, tracked.Newborn, process.Ended));
            tracked.Newborn = false;
            tracked.Reported = true;
            if (process.Ended) _book.Drop(process);
        }

        _listed.Clear();
    }

    /// <summary>A container whose name became known, and a machine that has another identity, has a new description, also where nothing in it ran.</summary>
    private void ListRenamed()
    {
        foreach (var process in _book.Live)
            if (!ReferenceEquals(process.Tracked.Info.Group, process.Node?.Accounting) || !ReferenceEquals(process.Tracked.Info.Vm, process.Tracked.Vm)) List(process);
    }
}
