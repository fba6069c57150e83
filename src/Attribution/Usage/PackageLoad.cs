using Wattshare.Attribution.Counters;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Usage;

/// <summary>What was used on one package in the interval. One thread.</summary>
/// <param name="package">The package.</param>
/// <param name="threads">How many hardware threads it has.</param>
internal sealed class PackageLoad(int package, int threads)
{
    private Balance _balance;
    private long _lastBusy;
    private long _pinnedSinceLast;
    private bool _isOpen;

    /// <summary>The package, <c>physical_package_id</c>.</summary>
    public int Package => package;

    /// <summary>How many hardware threads it has.</summary>
    public int Threads => threads;

    /// <summary>CPU time of those who are bound to the package, in nanoseconds.</summary>
    public long Pinned { get; private set; }

    /// <summary>A measure of the time that others ran there; only its relation to that of the other packages has a meaning.</summary>
    public long Floating { get; private set; }

    /// <summary>Begins an interval.</summary>
    public void Begin() => Pinned = 0;

    /// <summary>Adds CPU time of somebody who is bound to the package.</summary>
    /// <param name="nanoseconds">The time.</param>
    public void Add(long nanoseconds)
    {
        Pinned += nanoseconds;
        _pinnedSinceLast += nanoseconds;
    }

    /// <summary>Takes in the busy time of the package, which is told in clock ticks and runs ahead of the others or behind.</summary>
    /// <param name="busy">The time since boot, in nanoseconds.</param>
    /// <param name="maxDebt">How much the others may run ahead before it is no longer noise.</param>
    /// <returns>False when there was none before to compare with.</returns>
    public bool Compare(long busy, long maxDebt)
    {
        var used = Math.Max(0, CpuClock.Difference(busy, _lastBusy));
        Floating = _isOpen ? _balance.Add(used - _pinnedSinceLast, maxDebt) : 0;
        var isKnown = _isOpen;
        (_isOpen, _lastBusy, _pinnedSinceLast) = (true, busy, 0);
        return isKnown;
    }
}
