using Wattshare.Fixtures.Lab;
using Wattshare.Fixtures.Simulator;
using Wattshare.Integration.Lab;

namespace Wattshare.Integration.Life;

[Collection(WholeMachine.Name)]
public sealed class StartTests : IDisposable
{
    private readonly LabDirectory _directory = new("start");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Port_in_use_is_one_clear_line_and_an_exit_code()
    {
        await using var listener = new TextListener("");
        await using var exporter = ExporterProcess.StartProgram(null, $"--path.sysfs={BareSysfs()}", $"--web.listen-address=127.0.0.1:{listener.Port}");
        Assert.InRange(await exporter.WaitForExitAsync(TimeSpan.FromSeconds(60)), 1, 2);
        var line = Assert.Single(exporter.Output, line => line.Contains("in use", StringComparison.OrdinalIgnoreCase));
        Assert.Contains($"127.0.0.1:{listener.Port}", line, StringComparison.Ordinal);
        Assert.DoesNotContain(exporter.Output, line => line.StartsWith("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_fault_of_the_invocation_is_a_line_of_its_own()
    {
        await using var exporter = ExporterProcess.StartProgram(null, "--sample.interval=fast", "--log.level=loud");
        Assert.Equal(2, await exporter.WaitForExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Single(exporter.Output, line => line.Contains("sample.interval", StringComparison.Ordinal));
        Assert.Single(exporter.Output, line => line.Contains("log.level", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_any_counter_the_model_serves_and_says_so()
    {
        await using var exporter = ExporterProcess.Start($"--path.sysfs={BareSysfs()}", "--sample.interval=100ms", "--model.cpu-watts=10,65");
        await exporter.WaitReadyAsync();
        var before = await exporter.ScrapeAsync();
        Assert.Equal("model", before.One("wattshare_sensor_info", ("component", "cpu"))["method"]);
        await Poll.UntilAsync(
            async () => HostEnergy(await exporter.ScrapeAsync()) > HostEnergy(before), TimeSpan.FromSeconds(60), () => "host energy to grow");
        Assert.Empty(EnergyIdentity.Violations(await exporter.ScrapeAsync()));
    }

    [Fact]
    public async Task Check_finds_a_readable_counter_and_says_zero()
    {
        using var simulator = new PowerSimulator(_directory.Make("sys"), new());
        await using var check = ExporterProcess.StartProgram(null, "check", $"--path.sysfs={simulator.SysfsPath}");
        Assert.Equal(0, await check.WaitForExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains("package-0", check.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_says_one_when_only_the_model_is_left()
    {
        await using var check = ExporterProcess.StartProgram(null, "check", $"--path.sysfs={BareSysfs()}");
        Assert.Equal(1, await check.WaitForExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains("model", check.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_says_two_when_the_exporter_would_not_start_and_the_line_that_is_wrong()
    {
        using var simulator = new PowerSimulator(_directory.Make("sys"), new());
        var config = _directory.At("web.yml");
        await File.WriteAllTextAsync(config, "basic_auth_users:\n  alice: hunter22\n");
        string[] arguments = [$"--path.sysfs={simulator.SysfsPath}", $"--web.config.file={config}"];
        await using var check = ExporterProcess.StartProgram(null, ["check", .. arguments]);
        Assert.Equal(2, await check.WaitForExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains($"  error  web         {config} cannot be used, and the exporter does not start with it", check.Output);
        Assert.Contains("web.yml:2: basic_auth_users.alice needs a bcrypt hash", check.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter22", check.OutputText, StringComparison.Ordinal);
        await using var exporter = ExporterProcess.StartProgram(null, arguments);
        Assert.Equal(2, await exporter.WaitForExitAsync(TimeSpan.FromSeconds(60)));
    }

    private static decimal HostEnergy(MetricsText metrics) => metrics.Sum("wattshare_host_energy_joules_total");

    /// <summary>The real sysfs without any powercap.</summary>
    private string BareSysfs()
    {
        var root = _directory.Make("bare");
        foreach (var name in (string[])["fs", "devices"]) File.CreateSymbolicLink(Path.Combine(root, name), Path.Combine("/sys", name));
        return root;
    }
}
