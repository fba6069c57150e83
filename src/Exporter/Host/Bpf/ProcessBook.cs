using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Host.Kernel;
using Wattshare.Exporter.Host.Processes;

namespace Wattshare.Exporter.Host.Bpf;

/// <summary>
/// The processes that the kernel told of, from their first record to their last. Sampling thread only; allocates for newcomers only.
/// </summary>
/// <param name="identifier">Tells hypervisors from other processes.</param>
/// <param name="groups">Tells groups by the kernel's ids.</param>
internal sealed class ProcessBook(ProcessIdentifier identifier, GroupFinder groups)
{
    private const uint Exiting = 0x4;
    private const long FirstLook = 1_000_000_000;
    private const long LongestLook = 60_000_000_000;

    /// <summary>The files of processes are the other source's; nothing is opened here.</summary>
    private static readonly HostFile NoFile = new([0], new DescriptorBudget(0));

    private readonly Dictionary<ProcessKey, RunningProcess> _live = [];
    private readonly Dictionary<int, RunningProcess> _byPid = [];
    private readonly List<RunningProcess> _missing = [];
    private long _now;
    private long _baseline = long.MaxValue;

    /// <summary>The processes that are virtual machines.</summary>
    public List<TrackedProcess> Machines { get; } = [];

    /// <summary>Every process that lives, or ended since the last read.</summary>
    public Dictionary<ProcessKey, RunningProcess>.ValueCollection Live => _live.Values;

    /// <summary>Begins a read.</summary>
    /// <param name="now">The time since boot, in nanoseconds.</param>
    public void Begin(long now) => _now = now;

    /// <summary>
    /// Makes this read the baseline: a task that began later and was never written is counted from its beginning, however late its record
    /// comes. The record of one that ended comes an RCU grace period after its end, so that a read may lie in between.
    /// </summary>
    public void MakeBaseline() => _baseline = _now;

    /// <summary>Finds or enters the process of a task that lives, or of the first task of one that ended.</summary>
    /// <param name="record">The task.</param>
    /// <returns>The process.</returns>
    public RunningProcess Enter(in TaskRecord record)
    {
        var key = KeyOf(record.Process, record.ProcessStarted);
        if (!_live.TryGetValue(key, out var process)) process = Add(key, IsNew(record.ProcessStarted));
        return process;
    }

    /// <summary>
    /// Finds the process of a thread that ended. Its process may have ended too, and what was read of that may be anything. Where it is
    /// not known, because it was reported a last time already or is so young that no read showed it, the thread stands for itself.
    /// </summary>
    /// <param name="record">The task.</param>
    /// <returns>The process.</returns>
    public RunningProcess EnterEndedThread(in TaskRecord record)
    {
        if (_live.TryGetValue(KeyOf(record.Process, record.ProcessStarted), out var known)) return known;
        if (_byPid.TryGetValue(record.Process, out var same) && same.Tracked.Key.StartTicks <= TicksOf(record.Started)) return same;
        var alone = Add(KeyOf(record.Process, record.Started), isNew: true);
        alone.Ended = true;
        Describe(alone, record);
        return alone;
    }

    /// <summary>CPU time that a record adds to its process, in nanoseconds.</summary>
    /// <param name="process">The process.</param>
    /// <param name="record">The record.</param>
    /// <returns>0 for time from before the baseline.</returns>
    public long UsedBy(RunningProcess process, in TaskRecord record)
    {
        if (record.Pass != 0 || IsNew(record.Started)) return record.Used;

        // A task from before the baseline: its time so far is the baseline of a process that was not reported yet.
        if (!process.Tracked.Reported) process.Tracked.CpuNanoseconds = CpuClock.Add(process.Tracked.CpuNanoseconds, record.Used);
        return 0;
    }

    /// <summary>Takes over what the record of a living task says of its process.</summary>
    /// <param name="process">The process.</param>
    /// <param name="record">The record.</param>
    public void Describe(RunningProcess process, in TaskRecord record)
    {
        var tracked = process.Tracked;

        // What a thread that ended last says of its process may be anything; its own name is certain.
        var changed = tracked.SetComm(TaskRecord.Name.TextOf(process.Ended ? record.Comm : record.ProcessComm));
        process.Parent = record.Parent;
        (tracked.IsKernelThread, tracked.IsQueueWorker) = (record.IsKernelThread, record.IsQueueWorker);
        if (changed) identifier.RefreshMachinePid(tracked);
        if (process.Group != record.Group || tracked.Node is null || tracked.GroupPending || tracked.Node.Gone)
        {
            process.Group = record.Group;
            groups.Place(process, ParentOf(process));
        }

        if (record.IsLeader && (record.Flags & Exiting) != 0 && !tracked.Zombie)
        {
            // The machine has ended, though its process is not waited for; its successor may use the identity.
            tracked.Zombie = true;
            identifier.Release(tracked);
        }

        if (tracked.MachinePid != 0) Tie(tracked);
        else if (!tracked.IsKernelThread && !process.Ended && !tracked.Zombie && (changed || _now >= process.LookAgain)) Look(process);
    }

    /// <summary>Ties whoever works for a machine to what is known of that by now: a thread of the kernel has the hypervisor's process id in its name.</summary>
    /// <param name="servant">A process with a <see cref="TrackedProcess.MachinePid"/>.</param>
    public void Tie(TrackedProcess servant)
    {
        if (_byPid.TryGetValue(servant.MachinePid, out var process) && process.Tracked.IsMachine) servant.WorkFor(process.Tracked.Vm!);
    }

    /// <summary>Notes that a process ended.</summary>
    /// <param name="process">The process.</param>
    public void End(RunningProcess process)
    {
        process.Ended = true;
        if (process.Tracked.Vm is not null) Machines.Remove(process.Tracked);
        identifier.Release(process.Tracked);
    }

    /// <summary>Ends the processes that two full reads in a row did not show: their last record was lost.</summary>
    /// <param name="fullRead">The number of this full read.</param>
    /// <param name="ended">Called for each.</param>
    public void EndMissing(long fullRead, Action<RunningProcess> ended)
    {
        foreach (var process in _live.Values)
            if (!process.Ended && process.FullRead < fullRead - 1) _missing.Add(process);
        foreach (var process in _missing)
        {
            End(process);
            ended(process);
        }

        _missing.Clear();
    }

    /// <summary>Drops a process that ended, after it was reported a last time.</summary>
    /// <param name="process">The process.</param>
    public void Drop(RunningProcess process)
    {
        _live.Remove(process.Tracked.Key);
        if (_byPid.TryGetValue(process.Tracked.Key.Pid, out var same) && ReferenceEquals(same, process)) _byPid.Remove(process.Tracked.Key.Pid);
    }

    private RunningProcess? ParentOf(RunningProcess process) => process.Parent == 0 ? null : _byPid.GetValueOrDefault(process.Parent);

    private RunningProcess Add(ProcessKey key, bool isNew)
    {
        var process = new RunningProcess(new TrackedProcess(key, NoFile, isNew));
        _live[key] = process;
        _byPid[key.Pid] = process;
        return process;
    }

    /// <summary>Runtimes exec soon after the start, and a wrapper may have the name of what it starts: looked at often at first, seldom later.</summary>
    private void Look(RunningProcess process)
    {
        var tracked = process.Tracked;
        var wasMachine = tracked.Vm is not null;
        identifier.RefreshMachine(tracked);
        if (wasMachine && tracked.Vm is null) Machines.Remove(tracked);
        else if (!wasMachine && tracked.Vm is not null) Machines.Add(tracked);
        var age = _now - (tracked.Key.StartTicks * ClockTicks.Nanoseconds);
        process.LookAgain = _now + Math.Clamp(age, FirstLook, LongestLook);
    }

    private bool IsNew(ulong started) => started >= (ulong)_baseline;

    private static ProcessKey KeyOf(int pid, ulong started) => new(pid, TicksOf(started));

    private static long TicksOf(ulong nanoseconds) => (long)(nanoseconds / (ulong)ClockTicks.Nanoseconds);
}
