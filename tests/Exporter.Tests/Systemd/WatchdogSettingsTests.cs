using Wattshare.Exporter.Systemd;

namespace Wattshare.Exporter.Tests.Systemd;

public class WatchdogSettingsTests
{
    [Theory]
    [InlineData("30000000", null, 30_000)]
    [InlineData("30000000", "42", 30_000)]
    [InlineData("1000", "42", 1)]
    [InlineData("9223372036854775807", null, 86_400_000)]
    public void The_timeout_is_in_microseconds_and_for_this_process(string usec, string? pid, long milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Timeout(usec, pid));

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("30s", null)]
    [InlineData("99999999999999999999", null)]
    [InlineData("30000000", "43")]
    [InlineData("30000000", "")]
    [InlineData("30000000", "x")]
    [InlineData(null, "42")]
    public void Everything_else_means_that_nobody_watches(string? usec, string? pid) => Assert.Null(Timeout(usec, pid));

    private static TimeSpan? Timeout(string? usec, string? pid)
    {
        var environment = new Dictionary<string, string>();
        if (usec is not null) environment["WATCHDOG_USEC"] = usec;
        if (pid is not null) environment["WATCHDOG_PID"] = pid;
        return WatchdogSettings.Timeout(environment, processId: 42);
    }
}
