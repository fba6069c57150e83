using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Host.Processes;

/// <summary>
/// Decides in one tick which processes are worth a look. Of a group whose counter stands still nobody is, since nobody ran; of one that
/// moved, those that ran lately are read in each tick, and the others in rotation, so that one that wakes is found after
/// <see cref="RotationTicks"/> ticks at the latest; until then its time waits in its group. Pure.
/// </summary>
/// <param name="Tick">The number of this tick, from 1.</param>
/// <param name="NowTicks">The time since boot in clock ticks.</param>
/// <param name="NewGroups">Whether groups were found in this tick that were not known before.</param>
internal readonly record struct ReadingTurn(long Tick, long NowTicks, bool NewGroups)
{
    /// <summary>In so many ticks every process of a group that moved is read at least once, counted from the tick in which it moved.</summary>
    public const int RotationTicks = 10;

    /// <summary>For so many ticks after it last used time a process counts as one that runs.</summary>
    public const int HotTicks = 60;

    /// <summary>In so many ticks every process is asked again what it is, wherever it is and whatever it does.</summary>
    public const int RecheckTicks = 60;

    // A sampler throws its first reading away, since that one is slow, and the second is its baseline: both hold everything. The third ends
    // the first interval, and finds out who runs.
    private const int FullTicks = 3;

    /// <summary>Whether everything is read and reported whether it moved or not.</summary>
    public bool IsFull => Tick <= FullTicks;

    /// <summary>Whether the process used time lately.</summary>
    /// <param name="process">The process.</param>
    /// <returns>True when it did.</returns>
    public bool IsHot(TrackedProcess process) => Tick - process.RanTick < HotTicks;

    /// <summary>Whether the process is to be read in this tick.</summary>
    /// <param name="process">The process.</param>
    /// <returns>True when it is.</returns>
    public bool IsDue(TrackedProcess process)
    {
        if (IsFull || process.Unsettled || IsRecheckDue(process)) return true;
        var rotation = (Tick + process.Key.Pid) % RotationTicks == 0;
        if (process.GroupPending && (rotation || NewGroups)) return true;
        if (process.Node is not { Counter: not null } group) return rotation || IsHot(process);
        if (group.Gone) return true;
        var quiet = Tick - group.Activity.MovedTick;
        return quiet == 0 ? rotation || IsHot(process) : rotation && quiet < RotationTicks;
    }

    /// <summary>
    /// Whether the process is to be asked again what it is: runtimes and systemd move a process soon after its start, and a wrapper of
    /// the same name may exec, so that young ones are asked at ages that double, and old ones in turn.
    /// </summary>
    /// <param name="process">The process.</param>
    /// <returns>True when it is.</returns>
    public bool IsRecheckDue(TrackedProcess process) => NowTicks >= process.RecheckAt || (Tick + process.Key.Pid) % RecheckTicks == 0;

    /// <summary>When a process is to be asked again because it is young: at 1, 2, 4 and 8 seconds.</summary>
    /// <param name="process">The process, which was asked now.</param>
    /// <returns>A time since boot in clock ticks.</returns>
    public long NextRecheck(TrackedProcess process)
    {
        for (var age = ClockTicks.PerSecond; age <= 8 * ClockTicks.PerSecond; age *= 2)
            if (process.Key.StartTicks + age > NowTicks) return process.Key.StartTicks + age;
        return long.MaxValue;
    }
}
