using Wattshare.Attribution.Counters;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Usage;

/// <summary>
/// Compares the host's busy time with what its groups and processes claim. Where the kernel tells the time of all tasks by the clock that
/// they claim by, what is missing is known to the nanosecond. Else the host counts in clock ticks and they in nanoseconds: then only what
/// exceeds both the swing and what such ticks tell too much is busy time that nobody claims. One thread.
/// </summary>
internal sealed class HostTime
{
    /// <summary>A clock tick of <c>/proc/stat</c> (USER_HZ is 100 on every architecture that Linux and .NET share).</summary>
    private const long TickNanoseconds = 10_000_000;

    /// <summary>
    /// Ticks look who runs a hundred times a second, and were seen to tell up to 2.7 % more than there was (docs/accuracy.md): so much of the
    /// busy time is a difference of two clocks.
    /// </summary>
    private const double TickExcess = 0.03;

    /// <summary>The claims are read some milliseconds before the total.</summary>
    private const long ReadingNanoseconds = 2_000_000;

    private Balance _ticks;
    private Balance _tasks;
    private CpuTimes? _last;
    private long _lastNanoseconds;
    private long _claimedSinceLast;

    /// <summary>Busy time of the interval that nobody claims and that is interrupt time, in nanoseconds.</summary>
    public long Interrupt { get; private set; }

    /// <summary>Busy time of the interval that nobody claims, for no known reason, in nanoseconds.</summary>
    public long Skew { get; private set; }

    /// <summary>The share of hardware-thread time that was busy in the interval, or null when it is unknown.</summary>
    public double? BusyRatio { get; private set; }

    /// <summary>How often the host's time fell, or rose by more than can be. Nothing is concluded from such a step.</summary>
    public long Refused { get; private set; }

    /// <summary>Busy time of the interval that nobody claims, by reason.</summary>
    /// <param name="reason">A reason.</param>
    /// <returns>Nanoseconds, 0 for a reason that has nothing to do with time.</returns>
    public long Unclaimed(UnattributedReason reason) => reason switch
    {
        UnattributedReason.Interrupt => Interrupt,
        UnattributedReason.Skew => Skew,
        _ => 0,
    };

    /// <summary>Takes in one interval. An interval in which the host's time could not be read is made up for by the next one that has it.</summary>
    /// <param name="cpu">The host's CPU time, or null.</param>
    /// <param name="claimed">CPU time of all groups and processes in the interval.</param>
    /// <param name="nanoseconds">The instant of the sample.</param>
    /// <param name="limit">What CPU time there can be.</param>
    /// <param name="maxDebt">How much the claims may run ahead before it is no longer noise.</param>
    public void Advance(CpuTimes? cpu, long claimed, long nanoseconds, CpuTimeLimit limit, long maxDebt)
    {
        (Interrupt, Skew, BusyRatio) = (0, 0, null);
        _claimedSinceLast += claimed;
        if (cpu is not { } now) return;

        if (_last is null) Begin(limit.Threads, maxDebt);
        if (_last is { } last && IsPossible(CpuClock.Difference(now.BusyNanoseconds, last.BusyNanoseconds), nanoseconds, limit)) Compare(last, now, maxDebt);
        _last = now;
        _lastNanoseconds = nanoseconds;
        _claimedSinceLast = 0;
    }

    /// <summary>Where hardware threads come and go some kernels set times back, and forth again: that is neither use nor a debt.</summary>
    private bool IsPossible(long busy, long nanoseconds, CpuTimeLimit limit)
    {
        if (limit.Allows(busy, nanoseconds - _lastNanoseconds)) return true;
        Refused++;
        return false;
    }

    /// <summary>The first swing around the truth would otherwise be taken for time that nobody claims, and everybody would miss it.</summary>
    private void Begin(long threads, long maxDebt)
    {
        _ticks = Balance.InDebt(Math.Min(threads * TickNanoseconds, maxDebt));
        _tasks = Balance.InDebt(Math.Min(threads * ReadingNanoseconds, maxDebt));
    }

    private void Compare(in CpuTimes last, in CpuTimes now, long maxDebt)
    {
        var busy = CpuClock.Difference(now.BusyNanoseconds, last.BusyNanoseconds);
        var idle = Math.Max(0, CpuClock.Difference(now.IdleNanoseconds, last.IdleNanoseconds));
        var interrupt = Math.Max(0, CpuClock.Difference(now.InterruptNanoseconds, last.InterruptNanoseconds));
        if (TasksBetween(last, now, busy, interrupt) is { } tasks)
        {
            Skew = _tasks.Add(tasks - _claimedSinceLast, maxDebt);
            Interrupt = Math.Min(_ticks.Add(Certain(busy) - tasks, maxDebt), interrupt);
        }
        else
        {
            var unclaimed = _ticks.Add(Certain(busy) - _claimedSinceLast, maxDebt);
            Interrupt = Math.Min(unclaimed, interrupt);
            Skew = unclaimed - Interrupt;
        }

        if (busy + idle > 0) BusyRatio = (double)busy / (busy + idle);
    }

    /// <summary>
    /// The time of all tasks, when it is told and can be: the counter of a group that is not the root, which is what a container sees that has no
    /// view of its host, is far from the host's busy time. Interrupts may be in it or not.
    /// </summary>
    private static long? TasksBetween(in CpuTimes last, in CpuTimes now, long busy, long interrupt)
    {
        if (last.TaskNanoseconds is not { } before || now.TaskNanoseconds is not { } after) return null;
        var tasks = CpuClock.Difference(after, before);
        var doubt = (busy / 10) + (10 * TickNanoseconds);
        return tasks <= busy + doubt && tasks >= busy - interrupt - doubt ? tasks : null;
    }

    private static long Certain(long busy) => busy - (long)(busy * TickExcess);
}
