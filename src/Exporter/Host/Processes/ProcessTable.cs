using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host.Cgroups;
using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Host.Processes;

/// <summary>
/// Follows every process from its birth to its end, and reads those that may have run (<see cref="ReadingTurn"/>). Sampling thread only; a
/// tick in which nothing is born, ends or moves allocates nothing. One process that cannot be read is counted and skipped, and never
/// loses another. A process that ended is noticed when it is read or listed, whichever comes first.
/// </summary>
/// <param name="files">Paths below <c>/proc/PID</c>.</param>
/// <param name="list">The list of processes.</param>
/// <param name="identifier">Tells group and machine of a process.</param>
/// <param name="budget">How many <c>stat</c> files stay open.</param>
/// <param name="faults">Told about what cannot be read.</param>
internal sealed class ProcessTable(ProcessFiles files, ProcessList list, ProcessIdentifier identifier, DescriptorBudget budget, FaultLog faults) : IDisposable
{
    private const string StatSubject = "/proc/PID/stat";

    // The kernel's own line is shorter than 1 kB; the rest is room for what a test or a strange procfs may hold.
    private readonly byte[] _text = new byte[8192];
    private readonly Dictionary<int, TrackedProcess> _live = [];
    private readonly List<TrackedProcess> _read = [];
    private readonly List<TrackedProcess> _ended = [];
    private readonly List<Candidate> _candidates = [];
    private ReadingTurn _turn;
    private CgroupTree? _tree;
    private long _previousTicks = long.MaxValue;
    private int _claims;
    private bool _unreadable;

    /// <summary>The processes that live, by process id.</summary>
    public Dictionary<int, TrackedProcess>.ValueCollection Live => _live.Values;

    /// <summary>The processes that were read in this tick and live.</summary>
    public List<TrackedProcess> Read => _read;

    /// <summary>Reads every process that may have run, and finds those that are new or gone.</summary>
    /// <param name="turn">This tick.</param>
    /// <param name="tree">The groups, walked and looked at already, or null where there are none.</param>
    public void Refresh(in ReadingTurn turn, CgroupTree? tree)
    {
        (_turn, _tree, _unreadable) = (turn, tree, false);
        _claims = budget.TakeRefused();
        _read.Clear();
        var listed = list.Refresh(turn, _live, _candidates);
        foreach (var process in _live.Values)
        {
            if (listed && process.SeenTick != turn.Tick) End(process);
            else if (turn.IsDue(process)) RefreshKnown(process);
            else GiveUp(process);
        }

        foreach (var candidate in _candidates) TryAdd(candidate.Pid, candidate.Inode);
        _candidates.Clear();
        _previousTicks = turn.NowTicks;

        // Who was never read once is tried again when there is a list.
        if (listed && !_unreadable) faults.Recovered(FaultKind.ProcessUnreadable, StatSubject);
    }

    /// <summary>Reports every process that was read or is described anew, and each that ended a last time.</summary>
    /// <param name="readings">Where the readings go.</param>
    public void Report(Buffer<ProcessReading> readings)
    {
        foreach (var process in _ended)
            if (process.Reported) readings.Add(new ProcessReading(process.Info, process.CpuNanoseconds, Newborn: false, Ended: true));
        _ended.Clear();
        foreach (var process in _live.Values)
        {
            if (!process.RefreshInfo() && process.ReadTick != _turn.Tick) continue;
            readings.Add(new ProcessReading(process.Info, process.CpuNanoseconds, process.Newborn, Ended: false));
            process.Newborn = false;
            process.Reported = true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var process in _live.Values) process.Close();
        _live.Clear();
    }

    private void RefreshKnown(TrackedProcess process)
    {
        var length = process.Stat.Read(_text, ShouldKeep(process));
        if (Errno.IsGone(length)) Replace(process);
        else if (!TryParse(length, out var stat)) NoteUnreadable(process);
        else if (stat.StartTicks != process.Key.StartTicks) Replace(process);
        else
        {
            process.UsedNanoseconds = Math.Max(0, CpuClock.Difference(stat.CpuNanoseconds, process.CpuNanoseconds));
            Apply(process, stat);
        }
    }

    private void TryAdd(int pid, ulong inode)
    {
        var file = new HostFile(files.PathOf(pid, "stat"u8), budget);
        var length = file.Read(_text, budget.HasSpare);
        if (!TryParse(length, out var stat))
        {
            file.Close();
            if (!Errno.IsGone(length)) NoteUnreadable(null);
            return;
        }

        // What began in the tick of the previous reading may have begun after the list was made: had it been there, it would be known.
        var newborn = _previousTicks != long.MaxValue && stat.StartTicks >= _previousTicks - 1;
        var process = new TrackedProcess(new ProcessKey(pid, stat.StartTicks), file, newborn);
        (process.Inode, process.UsedNanoseconds) = (inode, newborn ? stat.CpuNanoseconds : 0);
        _live[pid] = process;
        Apply(process, stat);
    }

    private void Apply(TrackedProcess process, in ProcessStat stat)
    {
        (process.CpuNanoseconds, process.ThreadCount) = (stat.CpuNanoseconds, stat.Threads);
        (process.IsKernelThread, process.IsQueueWorker) = (stat.IsKernelThread, stat.IsQueueWorker);
        (process.ReadTick, process.Unsettled) = (_turn.Tick, false);
        _read.Add(process);
        if (process.UsedNanoseconds > 0) process.RanTick = _turn.Tick;
        if (stat.State == 'Z' && !process.Zombie)
        {
            // The machine has ended, though its process is not waited for; its successor may use the identity.
            process.Zombie = true;
            identifier.Release(process);
        }

        Identify(process, process.SetComm(stat.StableComm));
        if (process.UsedNanoseconds > 0 && process.Node is { } node) node.Due = true;
    }

    private void Identify(TrackedProcess process, bool renamed)
    {
        if (renamed) identifier.RefreshMachinePid(process);
        var due = renamed || _turn.IsRecheckDue(process);
        if (due) process.RecheckAt = _turn.NextRecheck(process);
        if (due || process.GroupPending || process.Node is { Gone: true }) identifier.RefreshGroup(process, _tree);
        if (due && !process.Zombie) identifier.RefreshMachine(process);
    }

    /// <summary>Processes that run keep their file open; the others only where nobody else needs the descriptor.</summary>
    private bool ShouldKeep(TrackedProcess process) => _turn.IsHot(process) || (_claims == 0 && budget.HasSpare);

    private void GiveUp(TrackedProcess process)
    {
        if (_claims == 0 || !process.Stat.IsOpen || _turn.IsHot(process)) return;
        process.Stat.Close();
        _claims--;
    }

    /// <summary>Ends a process whose number may be another's by now.</summary>
    private void Replace(TrackedProcess process)
    {
        End(process);
        _candidates.Add(new Candidate(process.Key.Pid, process.SeenTick == _turn.Tick ? process.Inode : 0));
    }

    private void End(TrackedProcess process)
    {
        _live.Remove(process.Key.Pid);
        process.Close();
        identifier.Release(process);
        _ended.Add(process);
        if (process.Node is { } node) node.Due = true;
    }

    private bool TryParse(int length, out ProcessStat stat)
    {
        stat = default;
        return length > 0 && length < _text.Length && ProcessStat.TryParse(_text.AsSpan(0, length), out stat);
    }

    private void NoteUnreadable(TrackedProcess? process)
    {
        if (process is not null) process.Unsettled = true;
        _unreadable = true;
        faults.Report(FaultKind.ProcessUnreadable, StatSubject, "The CPU time of a process could not be read or understood; it keeps its last value, and "
            + "what it uses is seen in its group only.");
    }
}
