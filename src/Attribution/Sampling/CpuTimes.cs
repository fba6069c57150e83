namespace Wattshare.Attribution.Sampling;

/// <summary>
/// The host's CPU time since boot from the first line of <c>/proc/stat</c> (proc(5)), in nanoseconds, over all hardware threads.
/// Guest time is inside user time and is not added again; steal is in neither figure; waiting for I/O is idle.
/// Counters of <see cref="CpuClock"/>: they turn at 2^63, and only differences mean something.
/// </summary>
/// <param name="BusyNanoseconds">user + nice + system + irq + softirq.</param>
/// <param name="InterruptNanoseconds">irq + softirq, a part of <paramref name="BusyNanoseconds"/>.</param>
/// <param name="IdleNanoseconds">idle + iowait.</param>
public readonly record struct CpuTimes(long BusyNanoseconds, long InterruptNanoseconds, long IdleNanoseconds)
{
    /// <summary>
    /// CPU time of all tasks since boot by the scheduler's own count, in nanoseconds, or null where the kernel does not tell it. It is of the same
    /// clock as the counters of groups and processes; the other figures are clock ticks.
    /// </summary>
    public long? TaskNanoseconds { get; init; }
}
