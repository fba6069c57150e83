using System.Buffers.Text;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host.Cgroups;
using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Host.Processes;

/// <summary>
/// Follows every process from its birth to its end. Sampling thread only; a tick in which nothing is born, ends or moves allocates
/// nothing. One process that cannot be read is counted and skipped, and never loses another.
/// </summary>
/// <param name="files">Paths below <c>/proc/PID</c>.</param>
/// <param name="identifier">Tells group and machine of a process.</param>
/// <param name="budget">How many <c>stat</c> files stay open.</param>
/// <param name="faults">Told about what cannot be read.</param>
internal sealed class ProcessTable(ProcessFiles files, ProcessIdentifier identifier, DescriptorBudget budget, FaultLog faults) : IDisposable
{
    private const string StatSubject = "/proc/PID/stat";
    private const string ListSubject = "the list of processes";
    private const long YoungTicks = 10 * ClockTicks.PerSecond;
    private const int RecheckEvery = 60;

    // The kernel's own line is shorter than 1 kB; the rest is room for what a test or a strange procfs may hold.
    private readonly byte[] _text = new byte[8192];
    private readonly Dictionary<int, TrackedProcess> _live = [];
    private readonly List<TrackedProcess> _ended = [];
    private readonly List<int> _candidates = [];
    private readonly DirectoryLister _lister = new();
    private long _tick;
    private long _nowTicks;
    private long _previousTicks = long.MaxValue;
    private bool _unreadable;

    /// <summary>The processes that live, by process id.</summary>
    public Dictionary<int, TrackedProcess>.ValueCollection Live => _live.Values;

    /// <summary>Reads every process.</summary>
    /// <param name="bootTicks">The time since boot at the beginning of this reading, in ticks.</param>
    /// <param name="tree">The groups, walked already, or null where there are none.</param>
    public void Refresh(long bootTicks, CgroupTree? tree)
    {
        _tick++;
        _unreadable = false;
        _nowTicks = bootTicks;
        var complete = List();
        foreach (var process in _live.Values) RefreshKnown(process, complete, tree);
        foreach (var pid in _candidates) TryAdd(pid, tree);
        _candidates.Clear();
        _previousTicks = bootTicks;
        if (!_unreadable) faults.Recovered(FaultKind.ProcessUnreadable, StatSubject);
    }

    /// <summary>Reports every process that was read, and each that ended a last time.</summary>
    /// <param name="readings">Where the readings go.</param>
    public void Report(Buffer<ProcessReading> readings)
    {
        foreach (var process in _ended)
            if (process.Reported) readings.Add(new ProcessReading(process.Info, process.CpuNanoseconds, Newborn: false, Ended: true));
        _ended.Clear();
        foreach (var process in _live.Values)
        {
            if (!process.Fresh) continue;
            process.RefreshInfo();
            readings.Add(new ProcessReading(process.Info, process.CpuNanoseconds, process.Newborn, Ended: false));
            process.Newborn = false;
            process.Reported = true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var process in _live.Values) process.Stat.Close();
        _live.Clear();
        _lister.End();
    }

    /// <summary>Marks who is there and notes who is new; false when the list is not whole, so that nobody ends by missing in it.</summary>
    private bool List()
    {
        if (_lister.Begin(files.RootPath) == 0)
        {
            while (_lister.MoveNext())
            {
                var name = _lister.Name;
                if (!Utf8Parser.TryParse(name, out int pid, out var used) || used != name.Length || pid <= 0) continue;
                if (_live.TryGetValue(pid, out var process)) process.SeenTick = _tick;
                else _candidates.Add(pid);
            }
        }

        _lister.End();
        if (_lister.Error == 0) faults.Recovered(FaultKind.ProcessUnreadable, ListSubject);
        else faults.Report(FaultKind.ProcessUnreadable, ListSubject, "The processes could not be listed; mount procfs or set --path.procfs.");
        return _lister.Error == 0;
    }

    private void RefreshKnown(TrackedProcess process, bool listComplete, CgroupTree? tree)
    {
        process.Fresh = false;
        if (listComplete && process.SeenTick != _tick)
        {
            End(process);
            return;
        }

        var length = process.Stat.Read(_text);
        if (Errno.IsGone(length))
        {
            End(process);
            _candidates.Add(process.Key.Pid);
        }
        else if (!TryParse(length, out var stat)) NoteUnreadable();
        else if (stat.StartTicks != process.Key.StartTicks)
        {
            End(process);
            _candidates.Add(process.Key.Pid);
        }
        else Apply(process, stat, tree);
    }

    private void TryAdd(int pid, CgroupTree? tree)
    {
        var file = new HostFile(files.PathOf(pid, "stat"u8), budget);
        var length = file.Read(_text);
        if (!TryParse(length, out var stat))
        {
            file.Close();
            if (!Errno.IsGone(length)) NoteUnreadable();
            return;
        }

        // What began in the tick of the previous reading may have begun after the list was made: had it been there, it would be known.
        var newborn = _previousTicks != long.MaxValue && stat.StartTicks >= _previousTicks - 1;
        var process = new TrackedProcess(new ProcessKey(pid, stat.StartTicks), file, newborn);
        _live[pid] = process;
        Apply(process, stat, tree);
    }

    private void Apply(TrackedProcess process, in ProcessStat stat, CgroupTree? tree)
    {
        process.CpuNanoseconds = stat.CpuNanoseconds;
        process.Fresh = true;
        if (stat.State == 'Z' && !process.Zombie)
        {
            // The machine has ended, though its process is not waited for; its successor may use the identity.
            process.Zombie = true;
            identifier.Release(process);
        }

        var changed = process.SetComm(stat.StableComm);
        if (changed || IsDue(process) || process.GroupPending || process.Node is { Gone: true }) identifier.RefreshGroup(process, tree);
        if ((changed || IsDue(process)) && !process.Zombie) identifier.RefreshMachine(process);
    }

    /// <summary>
    /// Runtimes and systemd move a process soon after its start, and a wrapper of the same name may exec: young ones are asked each tick,
    /// old ones in turn.
    /// </summary>
    private bool IsDue(TrackedProcess process) =>
        _nowTicks - process.Key.StartTicks < YoungTicks || (_tick + process.Key.Pid) % RecheckEvery == 0;

    private void End(TrackedProcess process)
    {
        _live.Remove(process.Key.Pid);
        process.Stat.Close();
        identifier.Release(process);
        _ended.Add(process);
    }

    private bool TryParse(int length, out ProcessStat stat)
    {
        stat = default;
        return length > 0 && length < _text.Length && ProcessStat.TryParse(_text.AsSpan(0, length), out stat);
    }

    private void NoteUnreadable()
    {
        _unreadable = true;
        faults.Report(FaultKind.ProcessUnreadable, StatSubject, "The CPU time of a process could not be read or understood; it keeps its last value, and "
            + "what it uses is seen in its group only.");
    }
}
