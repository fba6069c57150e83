using Wattshare.Attribution.Counters;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Usage;

/// <summary>
/// Compares the host's busy time with what its groups and processes claim. The host counts in clock ticks and they in nanoseconds, so
/// only what exceeds the swing is busy time that nobody claims. One thread.
/// </summary>
internal sealed class HostTime
{
    private Balance _balance;
    private CpuTimes? _last;
    private long _claimedSinceLast;

    /// <summary>Busy time of the interval that nobody claims and that is interrupt time, in nanoseconds.</summary>
    public long Interrupt { get; private set; }

    /// <summary>Busy time of the interval that nobody claims, for no known reason, in nanoseconds.</summary>
    public long Skew { get; private set; }

    /// <summary>The share of hardware-thread time that was busy in the interval, or null when it is unknown.</summary>
    public double? BusyRatio { get; private set; }

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
    /// <param name="maxDebt">How much the claims may run ahead before it is no longer noise.</param>
    public void Advance(CpuTimes? cpu, long claimed, long maxDebt)
    {
        (Interrupt, Skew, BusyRatio) = (0, 0, null);
        _claimedSinceLast += claimed;
        if (cpu is not { } now) return;
        if (_last is { } last) Compare(last, now, maxDebt);
        _last = now;
        _claimedSinceLast = 0;
    }

    private void Compare(in CpuTimes last, in CpuTimes now, long maxDebt)
    {
        var busy = Math.Max(0, now.BusyNanoseconds - last.BusyNanoseconds);
        var idle = Math.Max(0, now.IdleNanoseconds - last.IdleNanoseconds);
        var unclaimed = _balance.Add(busy - _claimedSinceLast, maxDebt);
        Interrupt = Math.Min(unclaimed, Math.Max(0, now.InterruptNanoseconds - last.InterruptNanoseconds));
        Skew = unclaimed - Interrupt;
        if (busy + idle > 0) BusyRatio = (double)busy / (busy + idle);
    }
}
