using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.EndToEnd;

/// <summary>What has to be true of every scrape, and who is in it.</summary>
/// <param name="run">The run.</param>
[Collection(EndToEndCollection.Name)]
public sealed class ScrapeTests(EndToEndRun run)
{
    [LabFact]
    public void Identity_holds_in_every_scrape()
    {
        Assert.InRange(run.Texts.Count, 60, int.MaxValue);
        foreach (var text in run.Texts.Concat(run.ProcfsTexts)) Assert.Empty(EnergyIdentity.Violations(MetricsText.Parse(text)));
    }

    [LabFact]
    public void No_counter_ever_decreases() => AssertNeverDecreases(run.Texts);

    [LabFact]
    public void No_counter_of_the_procfs_source_ever_decreases() => AssertNeverDecreases(run.ProcfsTexts);

    [LabFact]
    public void Each_exporter_says_which_source_it_uses()
    {
        Assert.Equal("bpf", run.End.Metrics.One("wattshare_usage_info")["source"]);
        Assert.Equal("procfs", run.End.Procfs.One("wattshare_usage_info")["source"]);
    }

    [LabFact]
    public void Nothing_went_wrong_in_either_exporter()
    {
        foreach (var metrics in (MetricsText[])[run.End.Metrics, run.End.Procfs])
        {
            foreach (var kind in (string[])["usage_unreadable", "usage_record_dropped", "sample_failed", "background_failed", "cpu_time_unreadable"])
                Assert.Equal(0, metrics.One("wattshare_faults_total", ("kind", kind)).Value);
        }
    }

    private static void AssertNeverDecreases(IEnumerable<string> texts)
    {
        var last = new Dictionary<string, decimal>();
        foreach (var metrics in texts.Select(MetricsText.Parse))
        {
            foreach (var sample in metrics.Samples.Where(sample => metrics.Types.GetValueOrDefault(sample.Name) == "counter"))
            {
                var series = sample.Name + string.Join(',', sample.Labels);
                Assert.True(sample.Value >= last.GetValueOrDefault(series), $"{series} went back from {last.GetValueOrDefault(series)} to {sample.Value}");
                last[series] = sample.Value;
            }
        }
    }

    [LabFact]
    public void Energy_is_told_to_the_microjoule()
    {
        foreach (var sample in run.End.Metrics.Samples.Where(sample => sample.Name.EndsWith("_energy_joules_total", StringComparison.Ordinal)))
        {
            Assert.Equal(0, sample.Value * 1_000_000 % 1);
        }
    }

    [LabFact]
    public void Sensor_says_that_it_is_a_counter()
    {
        var info = run.End.Metrics.One("wattshare_sensor_info", ("sensor", "rapl"));
        Assert.Equal(("package-0", "cpu", "counter"), (info["zone"], info["component"], info["method"]));
        Assert.Equal(1, run.End.Metrics.One("wattshare_sensor_up", ("sensor", "rapl"), ("zone", "package-0")).Value);
    }

    [LabFact]
    public void Guests_are_known_by_name_uuid_and_process()
    {
        foreach (var guest in (QemuGuest[])[run.Lab.BusyGuest, run.Lab.IdleGuest])
        {
            var info = run.End.Metrics.One("wattshare_vm_info", ("vm", guest.Options.Name));
            Assert.Equal(
                (guest.Options.Uuid.ToString(), guest.Id.ToString(), "1", "qemu"),
                (info["uuid"], info["pid"], info["vcpus"], info["hypervisor"]));
        }
    }

    [LabFact]
    public void Containers_have_the_names_that_the_engine_gives_them()
    {
        foreach (var container in (DockerContainer[])[run.Lab.Burner, run.Lab.Sleeper])
        {
            var info = run.End.Metrics.One("wattshare_container_info", ("container", container.Name));
            Assert.Equal((container.Id[..12], "docker"), (info["container_id"], info["runtime"]));
        }
    }

    [LabFact]
    public void Energy_of_a_guest_is_in_no_container_and_that_of_a_container_in_no_guest()
    {
        Assert.Equal(
            [EndToEndLab.BusyGuestName, EndToEndLab.IdleGuestName],
            run.End.Metrics.All("wattshare_vm_energy_joules_total").Select(sample => sample["vm"]).Distinct().Order());
        Assert.Equal(
            ["burner", "sleeper"],
            run.End.Metrics.All("wattshare_container_energy_joules_total").Select(sample => sample["container"]).Distinct().Order());
    }

    [LabFact]
    public async Task Promtool_finds_nothing_to_complain_of() =>
        Assert.Equal(new(0, "", ""), await PrometheusLab.CheckMetricsAsync(run.Texts[^1]));
}
