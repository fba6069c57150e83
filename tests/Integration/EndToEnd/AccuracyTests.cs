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

    [LabFact]
    public void Busy_guest_has_its_share_of_the_true_dynamic_energy() =>
        AssertShare(EndToEndLab.BusyGuestName, Active("vm", ("vm", EndToEndLab.BusyGuestName)));

    [LabFact]
    public void Busy_container_has_its_share_of_the_true_dynamic_energy() =>
        AssertShare("burner", Active("container", ("container", "burner")));

    [LabFact]
    public void Idle_guest_is_within_noise_of_zero()
    {
        var joules = Active("vm", ("vm", EndToEndLab.IdleGuestName));
        output.WriteLine($"{EndToEndLab.IdleGuestName}: {joules / TrueDynamicJoules:P2} of the true dynamic energy");
        Assert.InRange(joules, 0, Tolerance * TrueDynamicJoules);
    }

    // It sleeps in one system call all the time, so that there is next to nothing that could be noise.
    [LabFact]
    public void Sleeping_container_has_next_to_nothing() =>
        Assert.InRange(Active("container", ("container", "sleeper")), 0, 0.001 * TrueDynamicJoules);

    [LabFact]
    public void Host_energy_is_the_true_energy_to_the_microjoule() => Assert.Equal(
        run.After.Truth.PackageMicrojoules - run.Before.Truth.PackageMicrojoules,
        Microjoules(run.After.Metrics.Sum("wattshare_host_energy_joules_total", ("component", "cpu")) -
            run.Before.Metrics.Sum("wattshare_host_energy_joules_total", ("component", "cpu"))));

    private double TrueDynamicJoules => (run.End.Truth.DynamicMicrojoules - run.Begin.Truth.DynamicMicrojoules) / 1e6;

    private void AssertShare(string name, double joules)
    {
        var cpuSeconds = run.End.CpuSeconds[name] - run.Begin.CpuSeconds[name];
        var busySeconds = (run.End.Truth.BusyTicks - run.Begin.Truth.BusyTicks) / 100.0;
        var expected = cpuSeconds / busySeconds * TrueDynamicJoules;

        // Of two hardware threads each of the two busy ones gets a good part, or the test says nothing.
        Assert.InRange(cpuSeconds / busySeconds, 0.05, 1);
        output.WriteLine($"{name}: {joules:F3} J where {expected:F3} J are true ({joules / expected - 1:P2}), {cpuSeconds / busySeconds:P1} of the busy time");
        Assert.InRange(joules / expected, 1 - Tolerance, 1 + Tolerance);
    }

    private double Active(string what, (string Label, string Value) owner)
    {
        double At(MetricsText metrics) =>
            (double)metrics.One($"wattshare_{what}_energy_joules_total", owner, ("component", "cpu"), ("mode", "active")).Value;

        return At(run.End.Metrics) - At(run.Begin.Metrics);
    }

    private static long Microjoules(decimal joules)
    {
        Assert.Equal(0, joules * 1_000_000 % 1);
        return (long)(joules * 1_000_000);
    }
}
