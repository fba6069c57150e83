using Wattshare.Fixtures.Lab;
using Wattshare.Fixtures.Simulator;

namespace Wattshare.Integration.Life;

[Collection(WholeMachine.Name)]
public sealed class StopTests : IDisposable
{
    private readonly LabDirectory _directory = new("stop");
    private readonly PowerSimulator _simulator;

    public StopTests() => _simulator = new(_directory.Make("sys"), new());

    public void Dispose()
    {
        _simulator.Dispose();
        _directory.Dispose();
    }

    // The promise is one second on a machine that has time for it. Here the limit only has to tell a clean stop from one that waits
    // for something: the shortest such wait in the program is the host's shutdown timeout of half a minute.
    [Theory]
    [InlineData("100ms")]
    [InlineData("60s")]
    public async Task Sigterm_stops_the_exporter_cleanly_whatever_the_interval(string interval)
    {
        await using var exporter = ExporterProcess.Start($"--path.sysfs={_simulator.SysfsPath}", $"--sample.interval={interval}");
        await Poll.UntilAsync(async () => (await exporter.ScrapeTextAsync()).Length > 0, TimeSpan.FromSeconds(60), () => $"a scrape:\n{exporter.Log}");
        var (code, duration) = await exporter.TerminateAsync();
        Assert.Equal(0, code);
        Assert.InRange(duration, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Service_manager_hears_when_the_exporter_is_ready_alive_and_stopping()
    {
        using var socket = new NotifySocket();
        var environment = new Dictionary<string, string> { ["NOTIFY_SOCKET"] = socket.FullPath, ["WATCHDOG_USEC"] = "2000000" };
        await using var exporter = ExporterProcess.Start(FreePort.Find(), environment, $"--path.sysfs={_simulator.SysfsPath}", "--sample.interval=100ms");
        await socket.WaitForAsync("READY=1");
        Assert.Contains("wattshare_build_info", await exporter.ScrapeTextAsync(), StringComparison.Ordinal);
        await socket.WaitForAsync("WATCHDOG=1");
        var (code, _) = await exporter.TerminateAsync();
        await socket.WaitForAsync("STOPPING=1");
        Assert.Equal(0, code);
    }
}
