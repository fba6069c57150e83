using Wattshare.Fixtures.Lab;
using Wattshare.Fixtures.Simulator;

namespace Wattshare.Integration.Deploy;

/// <summary>The rights that the unit and the package grant are enough for the program, and each of them is needed.</summary>
[Collection(WholeMachine.Name)]
public sealed class RightsTests : IDisposable
{
    private readonly LabDirectory _directory = new("rights");
    private readonly PowerSimulator _simulator;

    public RightsTests()
    {
        _simulator = new(_directory.Make("sys"), new());

        // As the kernel has it since 5.10: the owner alone, who is root.
        File.SetUnixFileMode(Counter, UnixFileMode.UserRead);
        File.SetUnixFileMode(
            _directory.FullPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    private string Zone => Path.Combine(_simulator.SysfsPath, "class", "powercap", "intel-rapl:0");

    private string Counter => Path.Combine(Zone, "energy_uj");

    public void Dispose()
    {
        _simulator.Dispose();
        _directory.Dispose();
    }

    [DeployFact]
    public async Task With_the_rights_of_the_unit_and_of_its_group_it_measures_and_finds_machines_of_others()
    {
        await GrantAsync();
        await using var machine = ForeignMachine.Start(_directory);
        var port = FreePort.Find();
        await using var service = await ConfinedService.StartAsync(_directory, _simulator.SysfsPath, port, UnitFile.Host.Capabilities);
        var metrics = await ConfinedAnswers.MetricsAsync(port, ForeignMachine.IsShown(machine), () => service.OutputText);
        AssertRights(service, UnitFile.Host.Capabilities.Count);
        Assert.Equal("bpf", metrics.One("wattshare_usage_info")["source"]);
        Assert.Equal(1, IsUp(metrics));
        Assert.Empty(EnergyIdentity.Violations(metrics));
        service.Send(Signal.Terminate);
        Assert.Equal(0, await service.WaitForExitAsync(TimeSpan.FromSeconds(30)));
    }

    [DeployTheory]
    [InlineData("CAP_BPF", "bpf cannot be used: the exporter lacks CAP_BPF.")]
    [InlineData("CAP_PERFMON", "bpf cannot be used: the exporter lacks CAP_PERFMON.")]
    [InlineData("CAP_SYS_PTRACE", "never taken for a virtual machine. Run as root or with CAP_SYS_PTRACE.")]
    public async Task Without_one_capability_it_measures_on_and_says_which(string capability, string line)
    {
        await GrantAsync();
        await using var machine = ForeignMachine.Start(_directory);
        var port = FreePort.Find();
        await using var service = await ConfinedService.StartAsync(
            _directory, _simulator.SysfsPath, port, UnitFile.Host.Capabilities.Where(name => name != capability));
        var readsExecutables = capability != "CAP_SYS_PTRACE";
        var metrics = await ConfinedAnswers.MetricsAsync(
            port, metrics => !readsExecutables || ForeignMachine.IsShown(machine)(metrics), () => service.OutputText);
        Assert.Contains(line, service.OutputText, StringComparison.Ordinal);
        Assert.Equal(readsExecutables ? "procfs" : "bpf", metrics.One("wattshare_usage_info")["source"]);
        Assert.Equal(readsExecutables, ForeignMachine.IsShown(machine)(metrics));
        Assert.Equal(1, IsUp(metrics));
        Assert.Empty(EnergyIdentity.Violations(metrics));
    }

    [DeployFact]
    public async Task Without_the_group_it_falls_back_to_the_model_says_so_and_takes_the_counter_as_soon_as_it_may()
    {
        var port = FreePort.Find();
        await using var service = await ConfinedService.StartAsync(_directory, _simulator.SysfsPath, port, UnitFile.Host.Capabilities);
        var metrics = await ConfinedAnswers.MetricsAsync(port, static _ => true, () => service.OutputText);
        Assert.Equal(0, IsUp(metrics));
        Assert.Equal("model", metrics.One("wattshare_sensor_info", ("component", "cpu"))["method"]);
        Assert.Contains("The kernel lets only root read energy_uj", service.OutputText, StringComparison.Ordinal);
        Assert.Contains("/usr/lib/wattshare/powercap-access grant wattshare", service.OutputText, StringComparison.Ordinal);

        await GrantAsync();
        await ConfinedAnswers.MetricsAsync(port, static metrics => IsUp(metrics) == 1, () => service.OutputText);
    }

    [DeployFact]
    public async Task A_capability_beyond_those_that_the_unit_bounds_keeps_it_from_starting()
    {
        var capabilities = UnitFile.Host.Capabilities;
        await using var service = await ConfinedService.StartAsync(
            _directory, _simulator.SysfsPath, FreePort.Find(), [.. capabilities, "CAP_DAC_READ_SEARCH"], bounds: capabilities);
        Assert.NotEqual(0, await service.WaitForExitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains("Operation not permitted", service.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("Listening on", service.OutputText, StringComparison.Ordinal);
    }

    [DeployFact]
    public async Task With_the_capability_to_read_every_file_bounded_and_granted_it_measures_without_the_group()
    {
        var port = FreePort.Find();
        await using var service = await ConfinedService.StartAsync(
            _directory, _simulator.SysfsPath, port, [.. UnitFile.Host.Capabilities, "CAP_DAC_READ_SEARCH"]);
        var metrics = await ConfinedAnswers.MetricsAsync(port, static _ => true, () => service.OutputText);
        AssertRights(service, UnitFile.Host.Capabilities.Count + 1);
        Assert.Equal(1, IsUp(metrics));
    }

    [DeployFact]
    public async Task The_package_s_script_grants_the_counter_to_one_group_and_takes_it_back()
    {
        await GrantAsync();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.GroupRead, File.GetUnixFileMode(Counter));
        Assert.Equal($"0:{ConfinedService.User}", await LabTool.MustRunAsync("stat", "--format=%u:%g", Counter));
        await AccessAsync("revoke", Zone);
        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(Counter));
        Assert.Equal("0:0", await LabTool.MustRunAsync("stat", "--format=%u:%g", Counter));
    }

    private static decimal IsUp(MetricsText metrics) => metrics.One("wattshare_sensor_up", ("sensor", "rapl"), ("zone", "package-0")).Value;

    private static void AssertRights(LabProcess service, int capabilities)
    {
        var status = File.ReadAllLines($"/proc/{service.Id}/status").Select(line => line.Split(':', 2)).ToDictionary(parts => parts[0], parts => parts[1].Trim());
        Assert.Equal(string.Join('\t', Enumerable.Repeat(ConfinedService.User, 4)), status["Uid"]);
        Assert.Equal(status["CapEff"], status["CapBnd"]);
        Assert.Equal(capabilities, long.PopCount(Convert.ToInt64(status["CapEff"], 16)));
        Assert.Equal("1", status["NoNewPrivs"]);
    }

    private Task<string> GrantAsync() => AccessAsync("grant", ConfinedService.User, Zone);

    private static Task<string> AccessAsync(params string[] arguments) =>
        LabTool.MustRunAsync(Path.Combine(RepositoryPaths.Root, "deploy", "debian", "powercap-access"), arguments);
}
