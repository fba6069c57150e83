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

    /// <summary>More ticks than any host can count (29,000 years); a larger number is garbage. Sums of several still fit in nanoseconds.</summary>
    public const long Limit = long.MaxValue / Nanoseconds / 16;

    /// <summary>The time since boot in ticks, the clock of a process's start time.</summary>
    /// <returns>Whole ticks.</returns>
    public static long SinceBoot() => BootTime.Nanoseconds() / Nanoseconds;
}
