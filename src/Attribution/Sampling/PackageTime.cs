namespace Wattshare.Attribution.Sampling;

/// <summary>
/// The busy time of one processor package since boot: that of its hardware threads, from their lines of <c>/proc/stat</c> (proc_stat(5)).
/// </summary>
/// <param name="Package">The package, <c>physical_package_id</c>.</param>
/// <param name="Threads">How many of them there are. With another number the time cannot be compared with that of before.</param>
/// <param name="BusyNanoseconds">user + nice + system + irq + softirq, in nanoseconds (<see cref="CpuClock"/>).</param>
public readonly record struct PackageTime(int Package, int Threads, long BusyNanoseconds);
