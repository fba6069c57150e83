using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.EndToEnd;

/// <summary>The published program as <c>wattshare guest</c> inside the busy guest.</summary>
/// <param name="run">The run.</param>
[Collection(EndToEndCollection.Name)]
public sealed class GuestProgramTests(EndToEndRun run)
{
    [LabFact]
    public void Program_says_that_it_waits_for_its_share() => Assert.Contains(
        run.Lab.BusyGuest.Console.Split('\n'),
        line => !line.StartsWith("SHARE", StringComparison.Ordinal) && line.Contains("wait", StringComparison.OrdinalIgnoreCase));

    [LabFact]
    public void Energy_is_absent_and_not_zero_while_there_is_no_share() =>
        Assert.Empty(MetricsText.Parse(run.Lab.BusyGuest.Metrics[0]).All("wattshare_host_energy_joules_total"));

    [LabFact]
    public void Host_energy_of_the_guest_is_what_its_share_says_to_the_microjoule() => Assert.Equal(
        (run.After.Shares[EndToEndLab.BusyGuestName] - run.Before.Shares[EndToEndLab.BusyGuestName]) / 1_000_000m,
        Growth("wattshare_host_energy_joules_total"));

    [LabFact]
    public void No_idle_power_is_taken_off_a_second_time()
    {
        Assert.InRange(Growth("wattshare_host_energy_joules_total"), 1, decimal.MaxValue);
        Assert.Equal(0, run.After.GuestMetrics.Sum("wattshare_idle_energy_joules_total"));
    }

    [LabFact]
    public void Energy_in_the_guest_goes_to_the_process_that_burns() => Assert.InRange(
        Growth("wattshare_process_energy_joules_total", ("command", "burner")) / Growth("wattshare_host_energy_joules_total"), 0.5m, 1m);

    [LabFact]
    public void Identity_holds_in_every_answer()
    {
        Assert.InRange(run.Lab.BusyGuest.Metrics.Count, 10, int.MaxValue);
        foreach (var text in run.Lab.BusyGuest.Metrics) Assert.Empty(EnergyIdentity.Violations(MetricsText.Parse(text)));
    }

    [LabFact]
    public void Share_counts_as_a_counter_in_the_guest()
    {
        var info = run.After.GuestMetrics.One("wattshare_sensor_info", ("component", "cpu"));
        Assert.Equal("counter", info["method"]);

        // By this rules and dashboards know that the energy is in the host's already.
        Assert.Equal("vm_share", info["perimeter"]);
    }

    private decimal Growth(string name, params (string Label, string Value)[] labels) =>
        run.After.GuestMetrics.Sum(name, labels) - run.Before.GuestMetrics.Sum(name, labels);
}
