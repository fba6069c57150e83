using Wattshare.Fixtures.Lab;
using Xunit.Abstractions;

namespace Wattshare.Integration.EndToEnd;

/// <summary>The exporter's energies against what is known to be true.</summary>
/// <param name="run">The run.</param>
/// <param name="output">Where the measured figures go, which are of interest also when they pass.</param>
[Collection(EndToEndCollection.Name)]
public sealed class AccuracyTests(EndToEndRun run, ITestOutputHelper output)
{
    /// <summary>The relative error that is allowed for who is busy, and the share of all dynamic energy that is noise for who is idle.</summary>
    private const double Tolerance = 0.03;

    [LabTheory]
    [InlineData("bpf")]
    [InlineData("procfs")]
    public void Busy_guest_has_its_share_of_the_true_dynamic_energy(string source) =>
        AssertShare(source, EndToEndLab.BusyGuestName, Active(source, "vm", ("vm", EndToEndLab.BusyGuestName)));

    [LabTheory]
    [InlineData("bpf")]
    [InlineData("procfs")]
    public void Busy_container_has_its_share_of_the_true_dynamic_energy(string source) =>
        AssertShare(source, "burner", Active(source, "container", ("container", "burner")));

    [LabTheory]
    [InlineData("bpf")]
    [InlineData("procfs")]
    public void Idle_guest_is_within_noise_of_zero(string source)
    {
        var joules = Active(source, "vm", ("vm", EndToEndLab.IdleGuestName));
        output.WriteLine($"{source} {EndToEndLab.IdleGuestName}: {joules / TrueDynamicJoules:P2} of the true dynamic energy");
        Assert.InRange(joules, 0, Tolerance * TrueDynamicJoules);
    }

    // It sleeps in one system call all the time, so that there is next to nothing that could be noise.
    [LabTheory]
    [InlineData("bpf")]
    [InlineData("procfs")]
    public void Sleeping_container_has_next_to_nothing(string source) =>
        Assert.InRange(Active(source, "container", ("container", "sleeper")), 0, 0.001 * TrueDynamicJoules);

    [LabTheory]
    [InlineData("vm", EndToEndLab.BusyGuestName)]
    [InlineData("container", "burner")]
    public void Both_sources_say_the_same(string what, string name)
    {
        var bpf = Active("bpf", what, (what, name));
        var procfs = Active("procfs", what, (what, name));
        output.WriteLine($"{name}: {bpf:F3} J by bpf, {procfs:F3} J by procfs ({(procfs / bpf) - 1:P2})");
        Assert.InRange(procfs / bpf, 0.98, 1.02);
    }

    [LabTheory]
    [InlineData("bpf")]
    [InlineData("procfs")]
    public void Cpu_time_of_a_guest_by_role_adds_up_to_that_of_its_process(string source)
    {
        var truth = run.End.CpuSeconds[EndToEndLab.BusyGuestName] - run.Begin.CpuSeconds[EndToEndLab.BusyGuestName];
        var vcpu = RoleSeconds(source, "vcpu");
        var all = vcpu + RoleSeconds(source, "emulator") + RoleSeconds(source, "iothread") + RoleSeconds(source, "vhost");
        output.WriteLine($"{source}: {all:F3} s by roles, {vcpu:F3} s of them vcpu, where the kernel says {truth:F2} s");
        Assert.InRange(all / truth, 0.98, 1.02);
        Assert.InRange(vcpu / all, 0.7, 1);
    }

    [LabFact]
    public void Host_energy_is_the_true_energy_to_the_microjoule() => Assert.Equal(
        run.After.Truth.PackageMicrojoules - run.Before.Truth.PackageMicrojoules,
        Microjoules(run.After.Metrics.Sum("wattshare_host_energy_joules_total", ("component", "cpu")) -
            run.Before.Metrics.Sum("wattshare_host_energy_joules_total", ("component", "cpu"))));

    private double TrueDynamicJoules => (run.End.Truth.DynamicMicrojoules - run.Begin.Truth.DynamicMicrojoules) / 1e6;

    private double RoleSeconds(string source, string role)
    {
        double At(MeasuredInstant instant) => (double)(Of(source, instant).All("wattshare_vm_cpu_seconds_total")
            .FirstOrDefault(sample => sample["vm"] == EndToEndLab.BusyGuestName && sample["role"] == role)?.Value ?? 0);

        return At(run.End) - At(run.Begin);
    }

    private static MetricsText Of(string source, MeasuredInstant instant) => source == "bpf" ? instant.Metrics : instant.Procfs;

    private void AssertShare(string source, string name, double joules)
    {
        var cpuSeconds = run.End.CpuSeconds[name] - run.Begin.CpuSeconds[name];
        var busySeconds = (run.End.Truth.BusyTicks - run.Begin.Truth.BusyTicks) / 100.0;
        var expected = cpuSeconds / busySeconds * TrueDynamicJoules;

        // Of two hardware threads each of the two busy ones gets a good part, or the test says nothing.
        Assert.InRange(cpuSeconds / busySeconds, 0.05, 1);
        output.WriteLine($"{source} {name}: {joules:F3} J where {expected:F3} J are true ({joules / expected - 1:P2}), {cpuSeconds / busySeconds:P1} of the busy time");
        Assert.InRange(joules / expected, 1 - Tolerance, 1 + Tolerance);
    }

    private double Active(string source, string what, (string Label, string Value) owner)
    {
        double At(MetricsText metrics) =>
            (double)metrics.One($"wattshare_{what}_energy_joules_total", owner, ("component", "cpu"), ("mode", "active")).Value;

        return At(Of(source, run.End)) - At(Of(source, run.Begin));
    }

    private static long Microjoules(decimal joules)
    {
        Assert.Equal(0, joules * 1_000_000 % 1);
        return (long)(joules * 1_000_000);
    }
}
