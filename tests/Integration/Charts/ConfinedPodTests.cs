using Wattshare.Fixtures.Lab;
using Wattshare.Fixtures.Simulator;

namespace Wattshare.Integration.Charts;

/// <summary>The rights that the chart grants are enough for the program, and each of them is needed.</summary>
[Collection(WholeMachine.Name)]
public sealed class ConfinedPodTests : IDisposable
{
    private readonly LabDirectory _directory = new("pod");
    private readonly PowerSimulator _simulator;

    public ConfinedPodTests()
    {
        _simulator = new(_directory.Make("sys"), new());

        // As the kernel has it since 5.10: the owner alone, who is root.
        File.SetUnixFileMode(Path.Combine(_simulator.SysfsPath, "class", "powercap", "intel-rapl:0", "energy_uj"), UnixFileMode.UserRead);

        // The machine of another user lies here.
        File.SetUnixFileMode(_directory.FullPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
    }

    public void Dispose()
    {
        _simulator.Dispose();
        _directory.Dispose();
    }

    [ChartFact]
    public async Task With_the_rights_of_the_chart_it_measures_finds_machines_of_others_and_publishes_their_share()
    {
        await using var machine = ForeignMachine.Start(_directory);
        var port = FreePort.Find();
        await using var pod = await ConfinedPod.StartAsync(await RenderAsync(), _directory, _simulator.SysfsPath, port, without: "");
        var metrics = await ConfinedAnswers.MetricsAsync(port, ForeignMachine.IsShown(machine), () => pod.OutputText);
        Assert.Equal("bpf", metrics.One("wattshare_usage_info")["source"]);
        Assert.Equal(1, metrics.One("wattshare_sensor_up", ("sensor", "rapl"), ("zone", "package-0")).Value);
        Assert.Empty(EnergyIdentity.Violations(metrics));
        var counter = _directory.At("share", $"vm-{machine.Id}", "intel-rapl:0", "energy_uj");
        await Poll.UntilAsync(() => Task.FromResult(File.Exists(counter)), TimeSpan.FromSeconds(30), () => $"{counter}:\n{pod.OutputText}");
        pod.Send(Signal.Terminate);
        Assert.Equal(0, await pod.WaitForExitAsync(TimeSpan.FromSeconds(30)));
    }

    [ChartTheory]
    [InlineData("BPF", "bpf cannot be used: the exporter lacks CAP_BPF.")]
    [InlineData("PERFMON", "bpf cannot be used: the exporter lacks CAP_PERFMON.")]
    [InlineData("SYS_PTRACE", "never taken for a virtual machine. Run as root or with CAP_SYS_PTRACE.")]
    public async Task Without_one_of_them_it_measures_on_and_says_which(string capability, string line)
    {
        await using var machine = ForeignMachine.Start(_directory);
        var port = FreePort.Find();
        await using var pod = await ConfinedPod.StartAsync(await RenderAsync(), _directory, _simulator.SysfsPath, port, capability);
        var isShown = capability == "SYS_PTRACE" ? _ => true : ForeignMachine.IsShown(machine);
        var metrics = await ConfinedAnswers.MetricsAsync(port, isShown, () => pod.OutputText);
        Assert.Contains(line, pod.OutputText, StringComparison.Ordinal);
        Assert.Equal(capability == "SYS_PTRACE" ? "bpf" : "procfs", metrics.One("wattshare_usage_info")["source"]);
        Assert.Equal(capability != "SYS_PTRACE", ForeignMachine.IsShown(machine)(metrics));
        Assert.Equal(1, metrics.One("wattshare_sensor_up", ("sensor", "rapl"), ("zone", "package-0")).Value);
        Assert.Empty(EnergyIdentity.Violations(metrics));
    }

    private static Task<IReadOnlyList<Manifest>> RenderAsync() => Chart.RenderAsync("-f", Chart.Values("vm-share"));
}
