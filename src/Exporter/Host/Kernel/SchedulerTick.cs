namespace Wattshare.Exporter.Host.Kernel;

/// <summary>
/// How late the scheduler books the CPU time of a task that goes on running: at its ticks, 1 to 10 ms apart as the kernel was built
/// (CONFIG_HZ), which is the step of the coarse clocks as well (clock_getres(2)). A hardware thread that has no ticks while one task has it
/// to itself (<c>nohz_full</c>, https://docs.kernel.org/timers/no_hz.html) is looked after once a second from another one.
/// </summary>
internal static class SchedulerTick
{
    private const long WithoutTicks = 1_000_000_000;

    /// <summary>Finds it out.</summary>
    /// <param name="sysfsRoot">The root of sysfs.</param>
    /// <returns>Nanoseconds; 0 when the kernel does not tell.</returns>
    public static long Nanoseconds(string sysfsRoot) => HasThreadsWithoutTicks(sysfsRoot) ? WithoutTicks : Step();

    private static unsafe long Step()
    {
        var step = stackalloc long[2];
        return LibC.GetResolution(LibC.ClockMonotonicCoarse, step) == 0 ? (step[0] * 1_000_000_000) + step[1] : 0;
    }

    /// <summary>The file has a list like <c>2-7</c>; without such threads it is empty, says <c>(null)</c>, or is not there.</summary>
    private static bool HasThreadsWithoutTicks(string sysfsRoot)
    {
        try
        {
            var list = File.ReadAllText(sysfsRoot.TrimEnd('/') + "/devices/system/cpu/nohz_full");
            return list.Length > 0 && char.IsAsciiDigit(list[0]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
