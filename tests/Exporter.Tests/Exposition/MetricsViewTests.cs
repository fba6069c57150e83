using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Exporter.Exposition;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Exposition;

public sealed class MetricsViewTests
{
    [Fact]
    public void Each_family_is_in_the_catalog_whole_and_announced_once_in_its_order()
    {
        var announced = Rendering.Text(SampleReports.Full()).Split('\n')
            .Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).ToArray();
        var catalog = MetricCatalog.All.Select(family => family.Name).ToArray();
        Assert.Equal(catalog.Where(announced.Contains), announced);
        Assert.Equal(catalog.Where(name => !name.StartsWith("process_", StringComparison.Ordinal)), announced);
    }

    [Fact]
    public void Each_sample_carries_the_labels_of_the_catalog_in_their_order()
    {
        var families = MetricCatalog.All.ToDictionary(family => family.Name);
        foreach (var sample in ReferenceParser.Parse(Rendering.Text(SampleReports.Full())))
        {
            if (families.TryGetValue(sample.Name, out var family)) Assert.Equal(family.Labels, sample.Labels.Keys);
            else Assert.Contains(families.Values, f => f.Type == MetricType.Histogram && sample.Name.StartsWith(f.Name + "_", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_second_rendering_allocates_nothing()
    {
        var report = SampleReports.Full();
        using var view = new MetricsView(Rendering.NewSources(new ManualTime()));
        using var buffer = new ByteBuffer();
        for (var i = 0; i < 3; i++) Render();
        Assert.Equal(0, Allocations.Of(() =>
        {
            Render();
        }));

        void Render()
        {
            buffer.Truncate(0);
            view.Render(report, ExpositionFormat.Text, buffer);
            view.Render(report, ExpositionFormat.OpenMetrics, buffer);
        }
    }

    [Fact]
    public void Two_vms_of_one_name_without_uuid_are_one_series_with_the_sum()
    {
        var report = SampleReports.Full() with
        {
            Vms = [SampleReports.Row(SampleReports.NewVm("twin", "", 1), 1_000_000), SampleReports.Row(SampleReports.NewVm("twin", "", 2), 250_000)],
        };
        Assert.Equal("1.25", Find(report, "wattshare_vm_energy_joules_total", ("vm", "twin"), ("component", "cpu"), ("mode", "active")));
        Assert.Equal("1.25", Find(report, "wattshare_vm_power_watts", ("vm", "twin")));
        Assert.Equal("1", Find(report, "wattshare_vm_info", ("vm", "twin"), ("pid", "1")));
    }

    [Fact]
    public void Uncertainties_of_one_series_add_up_as_errors_do()
    {
        var report = SampleReports.Full() with
        {
            Vms =
            [
                SampleReports.Row(SampleReports.NewVm("twin", "", 1), 1) with { Uncertainty = SampleReports.Uncertainty(3_000_000, 1_000_000, 7, 9) },
                SampleReports.Row(SampleReports.NewVm("twin", "", 2), 2) with { Uncertainty = SampleReports.Uncertainty(4_000_000, 2_500_000, 0, 0) },
            ],
        };
        const string name = "wattshare_vm_energy_uncertainty_joules";
        Assert.Equal("5", Find(report, name, ("vm", "twin"), ("component", "cpu"), ("kind", "random")));
        Assert.Equal("3.5", Find(report, name, ("vm", "twin"), ("component", "cpu"), ("kind", "systematic")));
        Assert.Equal("0.000007", Find(report, name, ("vm", "twin"), ("component", "dram"), ("kind", "random")));
    }

    [Fact]
    public void The_info_of_shared_labels_tells_of_the_one_that_still_runs()
    {
        var report = SampleReports.Full() with
        {
            Vms = [SampleReports.Row(SampleReports.NewVm("twin", "", 1), 1, ended: true), SampleReports.Row(SampleReports.NewVm("twin", "", 2), 2)],
        };
        Assert.Equal("1", Find(report, "wattshare_vm_info", ("vm", "twin"), ("pid", "2")));
    }

    [Fact]
    public void A_vm_that_calls_itself_ended_is_summed_with_the_retired_ones()
    {
        var report = SampleReports.Full() with
        {
            Vms = [SampleReports.Row(SampleReports.NewVm("(ended)", "", 1), 1_000_000), SampleReports.Row(null, 3_000_000)],
        };
        Assert.Equal("4", Find(report, "wattshare_vm_energy_joules_total", ("vm", "(ended)"), ("component", "cpu"), ("mode", "active")));
    }

    [Fact]
    public void Containers_of_one_short_id_and_name_are_one_series_and_retired_ones_have_a_row_of_their_own()
    {
        var twin = SampleReports.Web with { Id = SampleReports.Web.ShortId + new string('f', 52) };
        var amount = SampleReports.Amount(2_000_000, 0, 0);
        var report = SampleReports.Full() with
        {
            Containers =
            [
                new ContainerRow(SampleReports.Web, amount, default, false),
                new ContainerRow(twin, amount, default, false),
                new ContainerRow(null, amount, default, true),
            ],
        };
        const string name = "wattshare_container_energy_joules_total";
        Assert.Equal("4", Find(report, name, ("container_id", "0123456789ab"), ("component", "cpu"), ("mode", "active")));
        Assert.Equal("2", Find(report, name, ("container", "(ended)"), ("container_id", ""), ("namespace", ""), ("pod", ""), ("component", "cpu"), ("mode", "active")));
    }

    [Fact]
    public void Containers_whose_names_begin_alike_are_two_series()
    {
        ContainerRow Row(string name, long microjoules) =>
            new(new ContainerInfo { Id = name, Runtime = "lxc", Name = name }, SampleReports.Amount(microjoules, 0, 0), default, false);
        var report = SampleReports.Full() with { Containers = [Row("production-web-01", 1_000_000), Row("production-web-02", 2_000_000)] };
        const string name = "wattshare_container_energy_joules_total";
        Assert.Equal("1", Find(report, name, ("container", "production-web-01"), ("container_id", "production-web-01"), ("component", "cpu"), ("mode", "active")));
        Assert.Equal("2", Find(report, name, ("container", "production-web-02"), ("container_id", "production-web-02"), ("component", "cpu"), ("mode", "active")));
    }

    [Fact]
    public void A_component_that_was_never_measured_is_absent_and_one_that_is_not_live_has_no_power()
    {
        var samples = ReferenceParser.Parse(Rendering.Text(SampleReports.Full()));
        Assert.DoesNotContain(samples, s => s.Name != "wattshare_sensor_info" && s.Labels.GetValueOrDefault("component") is "gpu" or "platform");
        Assert.All(samples.Where(s => s.Name.EndsWith("_power_watts", StringComparison.Ordinal)), s => Assert.Equal("cpu", s.Labels["component"]));
    }

    [Fact]
    public void Power_needs_a_complete_interval_and_an_ended_vm_has_none()
    {
        var samples = ReferenceParser.Parse(Rendering.Text(SampleReports.Full()));
        Assert.Equal(["alpha"], samples.Where(s => s.Name == "wattshare_vm_power_watts").Select(s => s.Labels["vm"]));
        var baseline = ReferenceParser.Parse(Rendering.Text(SampleReports.Full() with { Intervals = 0, IntervalNanoseconds = 0, Power = [], IdleFloors = [] }));
        Assert.DoesNotContain(baseline, s => s.Name.EndsWith("_watts", StringComparison.Ordinal));
    }

    [Fact]
    public void The_distribution_of_power_is_cumulative_and_an_extreme_that_is_unknown_is_absent()
    {
        var report = SampleReports.Full();
        Assert.Equal("3", Find(report, "wattshare_host_power_distribution_watts_bucket", ("component", "cpu"), ("le", "10.0")));
        Assert.Equal("7", Find(report, "wattshare_host_power_distribution_watts_bucket", ("component", "cpu"), ("le", "+Inf")));
        Assert.Equal("7", Find(report, "wattshare_host_power_distribution_watts_count", ("component", "cpu")));
        Assert.Equal("20012.345", Find(report, "wattshare_host_power_distribution_watts_sum", ("component", "cpu")));
        var samples = ReferenceParser.Parse(Rendering.Text(report));
        Assert.Equal(["cpu"], samples.Where(s => s.Name == "wattshare_host_power_low_watts").Select(s => s.Labels["component"]));
        Assert.Equal(["cpu"], samples.Where(s => s.Name == "wattshare_host_power_peak_watts").Select(s => s.Labels["component"]));
    }

    [Fact]
    public void Times_of_vms_with_the_same_labels_add_up_by_role_and_a_role_that_was_never_seen_is_absent()
    {
        VmRow Twin(int pid, params (VmRole, long)[] times) =>
            SampleReports.Row(SampleReports.NewVm("twin", "", pid), 1) with { CpuTimes = SampleReports.Times(times) };
        var report = SampleReports.Full() with { Vms = [Twin(1, (VmRole.Vcpu, 1_500_000_000)), Twin(2, (VmRole.Vcpu, 1), (VmRole.Vhost, 0))] };
        Assert.Equal("1.500000001", Find(report, "wattshare_vm_cpu_seconds_total", ("vm", "twin"), ("role", "vcpu")));
        Assert.Equal("0", Find(report, "wattshare_vm_cpu_seconds_total", ("vm", "twin"), ("role", "vhost")));
        var samples = ReferenceParser.Parse(Rendering.Text(report));
        Assert.Equal(2, samples.Count(s => s.Name == "wattshare_vm_cpu_seconds_total"));
    }

    [Fact]
    public void A_zone_that_is_listed_twice_is_up_when_either_is_and_its_errors_are_summed()
    {
        var report = SampleReports.Full() with
        {
            Sensors = [SampleReports.Sensor("package-0", "a", ReadOutcome.Absent), SampleReports.Sensor("package-0", "b")],
        };
        Assert.Equal("1", Find(report, "wattshare_sensor_up", ("zone", "package-0")));
        Assert.Equal("10", Find(report, "wattshare_sensor_errors_total", ("zone", "package-0"), ("reason", "denied")));
        Assert.Equal("6", Find(report, "wattshare_sensor_errors_total", ("zone", "package-0"), ("reason", "implausible")));
    }

    [Theory]
    [InlineData("a\"} 1\nwattshare_host_energy_joules_total{component=\"cpu\"} 0\n#")]
    [InlineData("back\\slash\\")]
    [InlineData("half \ud800 pair")]
    public void A_hostile_name_changes_no_other_series(string name)
    {
        var samples = ReferenceParser.Parse(Rendering.Text(SampleReports.WithVm(name), ExpositionFormat.OpenMetrics));
        var plain = ReferenceParser.Parse(Rendering.Text(SampleReports.WithVm("plain"), ExpositionFormat.OpenMetrics));
        Assert.Equal(plain.Count, samples.Count);
        Assert.Equal(samples.Count, samples.Select(s => s.Identity).Distinct().Count());
        Assert.Equal(plain.Where(s => !s.Labels.ContainsKey("uuid")).Select(s => s.Identity), samples.Where(s => !s.Labels.ContainsKey("uuid")).Select(s => s.Identity));
        Assert.Equal(name.Replace('\ud800', '�'), samples.First(s => s.Name == "wattshare_vm_info").Labels["vm"]);
    }

    private static string Find(PowerReport report, string name, params (string Label, string Value)[] labels) =>
        Assert.Single(
            ReferenceParser.Parse(Rendering.Text(report)),
            s => s.Name == name && labels.All(l => s.Labels[l.Label] == l.Value)).Value;
}
