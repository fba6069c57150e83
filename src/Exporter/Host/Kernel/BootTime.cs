namespace Wattshare.Exporter.Host.Kernel;

/// <summary>The clock that start times of tasks are told by. TimeProvider has no clock that counts suspension, and start times do.</summary>
internal static class BootTime
{
    /// <summary>The time since boot, suspension included (CLOCK_BOOTTIME).</summary>
    /// <returns>Nanoseconds.</returns>
    public static unsafe long Nanoseconds()
    {
        var time = stackalloc long[2];
        return LibC.GetTime(LibC.ClockBootTime, time) == 0 ? (time[0] * 1_000_000_000) + time[1] : 0;
    }
}
