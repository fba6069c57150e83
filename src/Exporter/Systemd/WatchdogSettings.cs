using System.Globalization;

namespace Wattshare.Exporter.Systemd;

/// <summary>Whether systemd waits for signs of life, by sd_watchdog_enabled(3).</summary>
internal static class WatchdogSettings
{
    /// <summary>Reads what systemd put into the environment.</summary>
    /// <param name="environment">All environment variables.</param>
    /// <param name="processId">The id of this process; settings for another one do not count.</param>
    /// <returns>The time after which systemd gives the program up, or null when it does not watch, or not this process, or says it in a way that cannot be read.</returns>
    public static TimeSpan? Timeout(IReadOnlyDictionary<string, string> environment, int processId)
    {
        if (!TryNumber(environment, "WATCHDOG_USEC", out var microseconds) || microseconds <= 0) return null;
        if (environment.ContainsKey("WATCHDOG_PID") && (!TryNumber(environment, "WATCHDOG_PID", out var pid) || pid != processId)) return null;

        // Beyond a day a timer has limits of its own, and pinging more often than needed does no harm.
        return TimeSpan.FromMicroseconds(Math.Min(microseconds, 86_400_000_000));
    }

    private static bool TryNumber(IReadOnlyDictionary<string, string> environment, string name, out long number) =>
        long.TryParse(environment.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
