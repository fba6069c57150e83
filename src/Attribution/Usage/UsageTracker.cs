using System.Runtime.InteropServices;
using Wattshare.Attribution.Ledgers;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Usage;

/// <summary>
/// Turns cumulative CPU times into what each group and process used in the interval. A reading that is missing for a while loses
/// nothing: the next one covers the gap. Afterwards the weights of the split are in the states. One thread; allocates on births only.
/// </summary>
/// <param name="ledger">Gives each group and process its account.</param>
internal sealed class UsageTracker(Ledger ledger)
{
    /// <summary>More intervals than any source lets a process that runs wait for its reading.</summary>
    private const int MaxLateIntervals = 32;

    private readonly Dictionary<long, GroupState> _groups = [];
    private readonly Dictionary<Model.ProcessKey, ProcessState> _processes = [];
    private readonly Buffer<GroupState> _readGroups = new();
    private readonly Buffer<GroupState> _activeGroups = new();
    private readonly Buffer<ProcessState> _readProcesses = new();
    private readonly Buffer<ProcessState> _members = new();
    private readonly Buffer<ProcessState> _alone = new();
    private readonly LateMembers _late = new();
    private readonly EndedGroups _endedGroups = new();
    private long _now;
    private long _elapsed;
    private long _threads;
    private long _walk;
    private CpuTimeLimit _limit;
    private long _refusedGroups;
    private long _refusedProcesses;
    private long _maxDebt;

    /// <summary>The number of this interval, 1 for the first one.</summary>
    public long Interval { get; private set; }

    /// <summary>Groups that used CPU time in this interval, own processes only.</summary>
    public ReadOnlySpan<GroupState> ActiveGroups => _activeGroups.Items;

    /// <summary>Processes that are in no group and used CPU time in this interval.</summary>
    public ReadOnlySpan<ProcessState> Alone => _alone.Items;

    /// <summary>Every process that was read in this interval, ended ones included.</summary>
    public ReadOnlySpan<ProcessState> Read => _readProcesses.Items;

    /// <summary>CPU time of all groups and processes in this interval, in nanoseconds.</summary>
    public long Claimed { get; private set; }

    /// <summary>How many steps were refused.</summary>
    public UsageRefusals Refusals => new(Host.Refused, _refusedGroups, _refusedProcesses);

    /// <summary>The host's own count of its busy time.</summary>
    public HostTime Host { get; } = new();

    /// <summary>The members of a group that used CPU time in this interval.</summary>
    /// <param name="group">An active group.</param>
    /// <returns>Their states.</returns>
    public ReadOnlySpan<ProcessState> MembersOf(GroupState group) => _members.Items.Slice(group.MembersBegin, group.MemberCount);

    /// <summary>Takes in one sample.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="elapsedNanoseconds">Time since the previous one; 0 for the first, which is only a baseline.</param>
    public void Advance(HostSample sample, long elapsedNanoseconds)
    {
        Interval++;
        _now = sample.TimestampNanoseconds;
        _elapsed = elapsedNanoseconds;
        _limit = new CpuTimeLimit(Math.Max(_threads, sample.HardwareThreads), _walk + sample.UsageNanoseconds);
        (_threads, _walk) = (sample.HardwareThreads, sample.UsageNanoseconds);
        _maxDebt = 1_000_000_000L * sample.HardwareThreads;
        Claimed = 0;
        TakeGroups(sample.Groups.Items);
        TakeProcesses(sample.Processes.Items);
        SettleGroups();
        OrderMembers();
        Host.Advance(sample.Cpu, Claimed, _now, _limit, _maxDebt);
    }

    /// <summary>Drops what ended in this interval, after the split has been booked. A second call does nothing.</summary>
    public void Sweep()
    {
        foreach (var process in _readProcesses.Items)
            if (process.Ended && _processes.Remove(process.Info.Key)) process.Owner.Release();
        foreach (var group in _readGroups.Items)
            if (group.Ended && _groups.Remove(group.Info.Id)) group.Owner.Release();
    }

    private void TakeGroups(ReadOnlySpan<GroupReading> readings)
    {
        _readGroups.Clear();
        _endedGroups.Clear();
        foreach (ref readonly var reading in readings)
        {
            var state = StateOf(reading, out var isNew);
            if (state.Interval == Interval)
            {
                state.Ended |= reading.Ended; // Told twice: the next reading covers what this one would add.
                continue;
            }

            state.Recent = state.Interval == Interval - 1 ? state.Difference : 0;
            state.Difference = UsedBy(state, reading, isNew);
            state.LastCpu = reading.CpuNanoseconds;
            state.ReadAt = _now;
            state.Ended = reading.Ended;
            state.Pin.Advance(reading.Group.Package);
            state.MemberSum = 0;
            state.MemberCount = 0;
            state.EndedWeight = 0;
            state.Interval = Interval;
            _readGroups.Add(state);
        }

        foreach (var state in _readGroups.Items)
        {
            if ((state.Difference == 0 && !state.Ended) || state.Info.ParentId == 0 || !_groups.TryGetValue(state.Info.ParentId, out var parent)) continue;
            parent.ChildSum += state.Difference;
            if (state.Ended && !parent.Ended && parent.Interval == Interval) _endedGroups.Note(state, parent);
        }
    }

    /// <summary>
    /// What a group used since the last reading. A counter that fell and then is where it was before only lied in between; what it used meanwhile
    /// was charged to the group above, or was nobody's, so that this reading is a baseline.
    /// </summary>
    private long UsedBy(GroupState state, in GroupReading reading, bool isNew)
    {
        var isBack = state.FellFrom > 0 && _limit.Allows(CpuClock.Difference(reading.CpuNanoseconds, state.FellFrom), _elapsed * MaxLateIntervals);
        if (isBack) state.FellFrom = 0;
        if (isBack || reading.IsBaseline || (isNew && Interval == 1)) return 0;
        var used = CpuClock.Difference(reading.CpuNanoseconds, state.LastCpu);
        if (used < 0) state.FellFrom = Math.Max(state.FellFrom, state.LastCpu);
        var possible = Plausible(used, isNew ? _now - _elapsed : state.ReadAt);
        if (!isNew && possible != used) _refusedGroups++;
        return possible;
    }

    private GroupState StateOf(in GroupReading reading, out bool isNew)
    {
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, reading.Group.Id, out var exists);
        isNew = !exists;
        if (slot is null)
        {
            slot = new GroupState { Info = reading.Group, Owner = ledger.Acquire(reading.Group) };
        }
        else if (!ReferenceEquals(slot.Info, reading.Group))
        {
            slot.Owner.Release();
            slot.Info = reading.Group;
            slot.Owner = ledger.Acquire(reading.Group);
        }

        return slot;
    }

    private void TakeProcesses(ReadOnlySpan<ProcessReading> readings)
    {
        _readProcesses.Clear();
        _alone.Clear();
        _late.Clear();
        foreach (ref readonly var reading in readings)
        {
            var state = StateOf(reading, out var isNew);
            var group = GroupOf(state);

            // The group's own reading will come later and cover this time as well: so will the process's next one.
            if (group is not null && group.Interval != Interval && !reading.Ended && !isNew) continue;
            var used = isNew && (!reading.Newborn || Interval == 1) ? 0 : CpuClock.Difference(reading.CpuNanoseconds, state.LastCpu);
            var isAgain = state.Interval == Interval;
            var possible = Plausible(used, isNew || isAgain ? _now - _elapsed : state.ReadAt);
            if (!isNew && !isAgain && possible != used) _refusedProcesses++;
            if (isAgain) Again(state, reading, possible);
            else First(state, group, reading, possible);
        }
    }

    private void First(ProcessState state, GroupState? group, in ProcessReading reading, long used)
    {
        state.Used = used;
        _late.Note(state, group, Interval);
        state.LastCpu = reading.CpuNanoseconds;
        state.ReadAt = _now;
        state.Ended = reading.Ended;
        state.Pin.Advance(reading.Process.Package);
        state.Interval = Interval;
        state.Energy = default;
        _readProcesses.Add(state);
        if (used > 0) Claim(state, group, used, isFirst: true);
    }

    /// <summary>
    /// One sample may tell of a process twice: that it ran, and that it ended. Both are parts of one step, and of the group and the owner of the
    /// first: a group counts the members that it has to place, and whoever moved in between is where it was for this one interval.
    /// </summary>
    private void Again(ProcessState state, in ProcessReading reading, long used)
    {
        state.LastCpu = Math.Max(state.LastCpu, reading.CpuNanoseconds);
        state.Ended |= reading.Ended;
        if (used == 0) return;
        var isFirst = state.Used == 0;
        state.Used += used;
        Claim(state, state.Group, used, isFirst);
    }

    private void Claim(ProcessState state, GroupState? group, long used, bool isFirst)
    {
        if (group is not null)
        {
            group.MemberSum += used;
            if (isFirst) group.MemberCount++;
            return;
        }

        // The counter of the group above holds the time of a group that has none of its own.
        if (state.Info.Group is { ParentId: not 0 } unread && _groups.TryGetValue(unread.ParentId, out var parent)) parent.ChildSum += used;
        if (isFirst) _alone.Add(state);
        Claimed += used;
    }

    private ProcessState StateOf(in ProcessReading reading, out bool isNew)
    {
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_processes, reading.Process.Key, out var exists);
        isNew = !exists;
        if (slot is null)
        {
            slot = new ProcessState { Info = reading.Process, Owner = ledger.Acquire(reading.Process) };
        }
        else if (slot.Interval != Interval && !ReferenceEquals(slot.Info, reading.Process))
        {
            slot.Owner.Release();
            slot.Info = reading.Process;
            slot.Owner = ledger.Acquire(reading.Process);
        }

        return slot;
    }

    /// <summary>The group that accounts for a process; null when it has none, or one that was never read.</summary>
    private GroupState? GroupOf(ProcessState process) =>
        process.Info.Group is { } group && _groups.TryGetValue(group.Id, out var state) ? state : null;

    /// <summary>
    /// Nobody can use more than all hardware threads since the last reading. Who was not read for very long was asleep nearly all the while.
    /// A counter that fell, or rose by more than that, begins anew: only what is certain is counted.
    /// </summary>
    private long Plausible(long used, long readAt) =>
        _limit.Allows(used, Math.Min(_now - readAt, _elapsed * MaxLateIntervals)) ? used : 0;

    private void SettleGroups()
    {
        _activeGroups.Clear();
        foreach (var group in _readGroups.Items)
        {
            group.Own = group.OwnBalance.Add(group.Difference - group.ChildSum, _maxDebt);
            group.ChildSum = 0;
            group.Excess = Math.Max(0, group.MemberSum - group.Own);
        }

        _late.Relieve();
        _endedGroups.Settle();
        foreach (var group in _readGroups.Items)
        {
            group.EndedMembers = group.MemberBalance.Add(group.Own - group.MemberSum, _maxDebt);
            if (group.Own == 0) continue;
            if (group.MemberSum == 0) group.EndedMembers = group.Own;
            group.Paid += group.EndedMembers;
            Claimed += group.Own;
            _activeGroups.Add(group);
        }
    }

    private void OrderMembers()
    {
        var begin = 0;
        foreach (var group in _activeGroups.Items)
        {
            group.MembersBegin = begin;
            begin += group.MemberCount;
            group.MemberCount = 0;
        }

        var members = _members.Resize(begin);
        foreach (var process in _readProcesses.Items)
        {
            if (process.Used == 0 || process.Group is not { Own: > 0 } group || group.Interval != Interval) continue;
            members[group.MembersBegin + group.MemberCount++] = process;
        }
    }
}
