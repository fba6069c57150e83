using System.Buffers.Text;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Host.Kernel;
using Wattshare.Exporter.Host.Processes;

namespace Wattshare.Exporter.Host.Hypervisors;

/// <summary>
/// Divides the CPU time of one hypervisor process by what its threads do. Threads with a role of their own are read each time that the
/// process ran; what the process used beyond them is the emulator's, so that threads that came and went between two reads are in
/// it, and the sum of the roles is the time of the process. Clock ticks make the parts run ahead or behind by a little: only what exceeds
/// the most so far is the emulator's, which is never negative. Sampling thread only; allocates for new threads only.
/// </summary>
/// <param name="files">Paths below <c>/proc/PID/task</c>.</param>
/// <param name="budget">How many files stay open.</param>
/// <param name="process">The hypervisor process.</param>
internal sealed class VmThreads(ProcessFiles files, DescriptorBudget budget, TrackedProcess process)
{
    private const int RoleCount = 4;

    private readonly Dictionary<int, VmThread> _threads = [];
    private readonly long[] _used = new long[RoleCount];
    private readonly long _base = process.Newborn ? 0 : process.CpuNanoseconds;
    private long _named;
    private long _emulator;
    private long _threadCount = -1;
    private long _listedTick = long.MinValue;
    private long _listedAt = process.Newborn ? 0 : long.MaxValue;
    private long _lists;
    private bool _settled;

    /// <summary>Reads the threads and appends what each role used since the last time.</summary>
    /// <param name="turn">This tick.</param>
    /// <param name="scratch">Buffers that are used again.</param>
    /// <param name="times">Where the readings go.</param>
    public void Read(in ReadingTurn turn, VmThreadScratch scratch, Buffer<VmTimeReading> times)
    {
        Array.Clear(_used);
        var vanished = ReadNamed(scratch);
        if (vanished || !_settled || process.ThreadCount != _threadCount || turn.Tick - _listedTick >= ReadingTurn.RecheckTicks) List(turn, scratch);
        _named += _used.Sum();
        var rest = Math.Max(0, process.CpuNanoseconds - _base - _named - _emulator);
        _emulator += rest;
        _used[(int)VmRole.Emulator] = rest;
        for (var role = 0; role < RoleCount; role++)
            if (_used[role] > 0 && process.Vm is { } vm) times.Add(new VmTimeReading(vm, (VmRole)role, _used[role]));
    }

    /// <summary>Closes the files.</summary>
    public void Close()
    {
        foreach (var thread in _threads.Values) thread.Stat.Close();
        _threads.Clear();
    }

    /// <summary>Reads the threads that have a role; true when one is gone.</summary>
    private bool ReadNamed(VmThreadScratch scratch)
    {
        var vanished = false;
        foreach (var (tid, thread) in _threads)
        {
            if (thread.Role == VmRole.Emulator) continue;
            if (TryRead(thread, scratch, out var stat, out var gone))
            {
                Take(thread, stat);
                continue;
            }

            // Until it can be read, what it uses is the emulator's.
            thread.Missed = !gone;
            if (!gone) continue;
            vanished = true;
            Forget(tid, thread);
        }

        return vanished;
    }

    /// <summary>
    /// Finds new threads and new names. A thread takes its name just after it began, so that a list which found a new one is followed by another.
    /// </summary>
    private void List(in ReadingTurn turn, VmThreadScratch scratch)
    {
        _lists++;
        _settled = true;
        var lister = scratch.Lister;
        if (lister.Begin(files.ThreadsOf(process.Key.Pid)) == 0)
            while (lister.MoveNext())
                if (Utf8Parser.TryParse(lister.Name, out int tid, out var used) && used == lister.Name.Length && tid > 0) Visit(tid, lister.Inode, scratch);
        lister.End();
        if (lister.Error != 0)
        {
            _settled = false;
            return;
        }

        foreach (var (tid, thread) in _threads)
            if (thread.SeenList != _lists) Forget(tid, thread);
        (_threadCount, _listedTick, _listedAt) = (process.ThreadCount, turn.Tick, turn.NowTicks);
    }

    private void Visit(int tid, ulong inode, VmThreadScratch scratch)
    {
        if (_threads.TryGetValue(tid, out var thread) && thread.Inode != inode)
        {
            // Another thread took the number.
            Forget(tid, thread);
            thread = null;
        }

        if (thread is not { Role: not VmRole.Emulator })
        {
            var isNew = thread is null;
            thread ??= new VmThread(new HostFile(files.ThreadPathOf(process.Key.Pid, tid), budget)) { Inode = inode };
            if (!TryRead(thread, scratch, out var stat, out _)) return;
            Adopt(thread, stat, isNew);
            _threads[tid] = thread;
        }

        thread.SeenList = _lists;
    }

    /// <summary>
    /// Takes over a thread that has no role yet. What it used before it was known under its name was the emulator's, unless it began after
    /// the last list: then nobody had its time.
    /// </summary>
    private void Adopt(VmThread thread, in ProcessStat stat, bool isNew)
    {
        if (isNew) _settled = false;
        thread.StartTicks = stat.StartTicks;
        thread.Role = ThreadRole.Of(stat.Comm);
        var all = isNew && _listedAt != long.MaxValue && stat.StartTicks >= _listedAt - 1;
        if (all && thread.Role != VmRole.Emulator) _used[(int)thread.Role] += stat.CpuNanoseconds;
        thread.CpuNanoseconds = stat.CpuNanoseconds;
    }

    private void Take(VmThread thread, in ProcessStat stat)
    {
        var used = Math.Max(0, CpuClock.Difference(stat.CpuNanoseconds, thread.CpuNanoseconds));
        if (!thread.Missed) _used[(int)thread.Role] += used;
        thread.Missed = false;
        thread.CpuNanoseconds = CpuClock.Add(thread.CpuNanoseconds, used);
        thread.Role = ThreadRole.Of(stat.Comm);
    }

    private static bool TryRead(VmThread thread, VmThreadScratch scratch, out ProcessStat stat, out bool gone)
    {
        stat = default;
        var length = thread.Stat.Read(scratch.Text, keep: thread.Role != VmRole.Emulator);
        gone = Errno.IsGone(length);
        if (length <= 0 || length == scratch.Text.Length || !ProcessStat.TryParse(scratch.Text.AsSpan(0, length), out stat)) return false;
        gone = thread.StartTicks >= 0 && stat.StartTicks != thread.StartTicks;
        return !gone;
    }

    private void Forget(int tid, VmThread thread)
    {
        thread.Stat.Close();
        _threads.Remove(tid);
    }
}
