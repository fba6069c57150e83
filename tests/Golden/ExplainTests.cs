using Wattshare.Attribution.Tracing;
using Wattshare.Exporter.Commands.Explain;
using Wattshare.Exporter.Options;
using Wattshare.Fixtures;

namespace Wattshare.Golden;

/// <summary>The whole text of <c>wattshare check --explain</c> for recorded hosts.</summary>
public sealed class ExplainTests
{
    [Theory]
    [InlineData("recorded-vm", "busy-guest")]
    [InlineData("recorded-container", "589fb6659877")]
    [InlineData("recorded-pid", "15420")]
    public void The_host_recorded_with_docker_and_qemu_is_explained(string name, string target)
    {
        using var tree = FixtureTree.Load("docker-and-qemu-0");
        using var run = new GoldenRun(tree.Procfs, tree.Sysfs, tree.Procfs, tree.Sysfs, bootTicks: 816_471, new SplitTrace());
        run.Step(TimeSpan.FromMilliseconds(1_017));
        tree.Add("docker-and-qemu-1");
        run.Step();
        Compare(name, run, tree, target);
    }

    [Theory]
    [InlineData("v2-vm", "one-socket", "v2", "web,blue")]
    [InlineData("v1-two-sockets-container", "two-sockets", "v1", "3f4e9d1c2b8a")]
    [InlineData("no-groups-pid", "psys-and-package", "none", "1200")]
    [InlineData("model-vm-by-hand", "no-powercap", "v2", "../../etc")]
    public void Every_kind_of_host_is_explained(string name, string powercap, string groups, string target)
    {
        using var power = FixtureTree.Load(powercap);
        using var host = new GoldenHost(groups);
        using var run = new GoldenRun(power.Procfs, power.Sysfs, host.Tree.Proc, host.Tree.Sys, bootTicks: 100_000, new SplitTrace());
        Live(run, power, host);
        Compare(name, run, power, target);
    }

    [Theory]
    [InlineData("memory-vm", "web,blue")]
    [InlineData("memory-container", "3f4e9d1c2b8a")]
    public void Memory_held_and_memory_traffic_are_explained(string name, string target)
    {
        using var power = FixtureTree.Load("two-sockets");
        using var host = new GoldenHost("v2");
        host.WatchMemory();
        using var run = new GoldenRun(power.Procfs, power.Sysfs, host.Tree.Proc, host.Tree.Sys, 100_000, new SplitTrace(), idleMemoryMicrowatts: 4_000_000);
        run.Step();
        GoldenPower.Advance(power);
        host.SetStep(1);
        host.SetTraffic(1);
        run.Step();
        Compare(name, run, power, target);
    }

    [Theory]
    [InlineData("bound-vm", "web,blue")]
    [InlineData("bound-container", "3f4e9d1c2b8a")]
    [InlineData("bound-others-pid", "pid:1300")]
    public void The_energy_of_each_package_is_explained(string name, string target)
    {
        using var power = FixtureTree.Load("two-sockets");
        using var host = new GoldenHost("v2", bound: true);
        using var run = new GoldenRun(power.Procfs, power.Sysfs, host.Tree.Proc, host.Tree.Sys, bootTicks: 100_000, new SplitTrace());
        Live(run, power, host);
        Compare(name, run, power, target);
    }

    [Fact]
    public void A_wrap_is_in_the_explanation()
    {
        using var power = FixtureTree.Load("one-socket");
        using var host = new GoldenHost("v2");
        GoldenPower.Set(power, "intel-rapl:0", 262_143_328_850 - 50_000);
        using var run = new GoldenRun(power.Procfs, power.Sysfs, host.Tree.Proc, host.Tree.Sys, bootTicks: 100_000, new SplitTrace());
        Live(run, power, host);
        var text = TextOf(run, power, "pid:1300");
        Assert.Contains("    in between    1 wraps, 0 resets, 0 refused values\n", text, StringComparison.Ordinal);
        Assert.Contains("    energy        39950012 - 262143278850 + 1 * 262143328911 == 40000073 uJ; ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reset_is_in_the_explanation()
    {
        using var power = FixtureTree.Load("one-socket");
        using var host = new GoldenHost("v2");
        using var run = new GoldenRun(power.Procfs, power.Sysfs, host.Tree.Proc, host.Tree.Sys, bootTicks: 100_000, new SplitTrace());
        run.Step();
        GoldenPower.Set(power, "intel-rapl:0", 5);
        host.SetStep(1);
        run.Step();
        Assert.Contains("no plausible step, withheld until the next reading tells a glitch from a reset\n", TextOf(run, power, "pid:1300"), StringComparison.Ordinal);
    }

    private static void Live(GoldenRun run, FixtureTree power, GoldenHost host)
    {
        run.Step();
        GoldenPower.Advance(power);
        host.SetStep(1);
        run.Step();
    }

    private static void Compare(string name, GoldenRun run, FixtureTree power, string target)
    {
        var text = TextOf(run, power, target);
        GoldenFile.AssertEqual($"explain/{name}.txt", text);
        Assert.Single(text.Split('\n'), line => line.Contains("!=", StringComparison.Ordinal));
    }

    private static string TextOf(GoldenRun run, FixtureTree power, string target)
    {
        Assert.True(TargetName.TryParse(target, out var name, out _));
        var input = run.Interval;
        return ExplainReport.Render(input, new TargetSearch(input.Trace).Find(name).Target!).Replace(power.Root, "", StringComparison.Ordinal);
    }
}
