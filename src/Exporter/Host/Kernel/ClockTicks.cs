using Wattshare.Attribution.Sampling;

namespace Wattshare.Exporter.Host.Kernel;

/// <summary>
/// The unit of CPU time and start times in procfs: USER_HZ, which the kernel fixes at 100 towards user space on every architecture
/// that .NET runs on, whatever its own timer frequency is (include/uapi/asm-generic/param.h: <c>#define HZ 100</c>;
/// https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html and proc_stat(5): "divide by sysconf(_SC_CLK_TCK)").
/// </summary>
internal static class ClockTicks
{
    /// <summary>Ticks in a second.</summary>
    public const long PerSecond = 100;

    /// <summary>Nanoseconds in a tick.</summary>
    public const long Nanoseconds = 1_000_000_000 / PerSecond;

    /// <summary>The most ticks that can be told: the kernel counts 64 bits of nanoseconds. A larger number is garbage.</summary>
    public const long Limit = (long)(ulong.MaxValue / Nanoseconds);

    /// <summary>CPU time of so many ticks.</summary>
    /// <param name="ticks">At most <see cref="Limit"/>.</param>
    /// <returns>A counter of <see cref="CpuClock"/>.</returns>
    public static long ToCpuTime(long ticks) => CpuClock.Wrap(unchecked((ulong)ticks * (ulong)Nanoseconds));

    /// <summary>The time since boot in ticks, the clock of a process's start time.</summary>
    /// <returns>Whole ticks.</returns>
    public static long SinceBoot() => BootTime.Nanoseconds() / Nanoseconds;
}
