using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;
using Wattshare.Attribution.Uncertainty;

namespace Wattshare.Attribution.Tests.Uncertainty;

public sealed class HostUncertaintyTests
{
    private const long Coarse = 4_294_967_295_000_000;

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    public void The_first_and_the_last_reading_are_uncertain_and_a_share_of_all_energy(int seconds)
    {
        var host = new UncertainHost();
        host.Begin();
        for (var i = 0; i < seconds; i++) host.Step(100);

        // 100 W for a millisecond are 100 mJ; both ends together, 100 mJ / √6, beside which a unit of 61 µJ is nothing.
        Assert.Equal((40_825, seconds * 3_000_000L), host.Host);
    }

    [Fact]
    public void Before_the_first_interval_there_is_no_energy_and_nothing_to_be_unsure_of()
    {
        var host = new UncertainHost();
        host.Begin();
        Assert.Equal((0L, 0L), host.Host);
    }

    [Fact]
    public void A_coarse_unit_is_uncertain_by_its_root_sixth_however_often_it_is_read()
    {
        // The platform domain of Sapphire Rapids counts in joules.
        foreach (var steps in new[] { 1, 100 })
        {
            var host = new UncertainHost(Hosts.Zone("psys", Coarse, idle: 0), component: Component.Platform);
            host.Begin();
            for (var i = 0; i < steps; i++) host.Step(100);
            Assert.Equal((long)Math.Round(UncertainHost.Pair(100, 1e6)), host.Host.Random);
            Assert.InRange(host.Host.Random, 408_248, 411_000);
        }
    }

    [Fact]
    public void The_power_at_the_ends_counts_and_not_that_in_between()
    {
        var host = new UncertainHost();
        host.Begin();
        host.Step(30);
        host.Step(1_500);
        host.Step(60);
        Assert.Equal((long)Math.Round(Math.Sqrt(((30e3 * 30e3) + (60e3 * 60e3) + (2 * UncertainHost.UsualUnit * UncertainHost.UsualUnit)) / 12)), host.Host.Random);
    }

    [Fact]
    public void A_slow_read_of_the_zones_is_as_uncertain_as_it_took()
    {
        var host = new UncertainHost { BracketNanoseconds = 5_000_000 };
        host.Begin();
        host.Step(100);
        Assert.Equal((long)Math.Round(UncertainHost.Pair(100, updateSeconds: 0.005)), host.Host.Random);
    }

    [Fact]
    public void A_wrap_and_a_read_that_fails_do_not_end_a_telescope_but_a_gap_of_the_reading_is_two()
    {
        var host = new UncertainHost();
        host.Begin();
        for (var i = 0; i < 3_000; i++) host.Step(100);
        Assert.Equal(1, host.Report.Sensors.Single().Wraps);
        Assert.Equal(40_825, host.Host.Random);
        host.Fail();
        Assert.Equal(40_825, host.Host.Random);
        host.Step(200);
        Assert.Equal((long)Math.Round(40_825 * Math.Sqrt(2)), host.Host.Random);
    }

    [Fact]
    public void A_reset_ends_one_telescope_and_begins_another()
    {
        var host = new UncertainHost(Hosts.Zone("package-0", 0, 1_000_000_000, idle: 0));
        host.Begin();
        host.Reset(5_000_000_000);
        host.Step(100);
        host.Step(100);
        var before = host.Host.Random;

        // A second of 100 W is interpolated: it may have been nothing, or twice as much.
        Assert.Equal(Math.Sqrt((1e8 * 1e8 / 3) + (UncertainHost.Pair(100) * UncertainHost.Pair(100))), before, 1_000.0);
        host.Reset(0);
        host.Step(100);
        Assert.Equal(before, host.Host.Random);
        host.Step(100);
        Assert.Equal(1, host.Report.Sensors.Single().Resets);
        Assert.Equal(before * Math.Sqrt(2), host.Host.Random, 1.0);
        host.Step(100);
        Assert.Equal(before * Math.Sqrt(2), host.Host.Random, 1.0);
    }

    [Theory]
    [InlineData(MeasurementMethod.Counter, "cpu_package", Component.Cpu, false, null, 30_000)]
    [InlineData(MeasurementMethod.Counter, "cpu_package", Component.Cpu, true, null, 50_000)]
    [InlineData(MeasurementMethod.Counter, "dram", Component.Dram, true, null, 50_000)]
    [InlineData(MeasurementMethod.Counter, "platform", Component.Platform, false, null, 100_000)]
    [InlineData(MeasurementMethod.Counter, "gpu", Component.Gpu, false, null, 50_000)]
    [InlineData(MeasurementMethod.Integrated, "platform", Component.Platform, false, null, 50_000)]
    [InlineData(MeasurementMethod.Integrated, "platform", Component.Platform, false, 0.015, 15_000)]
    [InlineData(MeasurementMethod.Model, "cpu_package", Component.Cpu, false, null, 300_000)]
    [InlineData(MeasurementMethod.Model, "cpu_package", Component.Cpu, true, null, 600_000)]
    [InlineData(MeasurementMethod.Counter, "vm_share", Component.Cpu, false, null, 110_000)]
    [InlineData(MeasurementMethod.Integrated, "vm_share", Component.Cpu, false, null, 110_000)]
    [InlineData(MeasurementMethod.Model, "vm_share", Component.Cpu, false, null, 300_000)]
    [InlineData(MeasurementMethod.Counter, "vm_share", Component.Cpu, false, 0.07, 70_000)]
    public void Each_source_has_its_share_of_every_joule(
        MeasurementMethod method, string perimeter, Component component, bool estimated, double? stated, long microjoules)
    {
        var zone = Hosts.Zone("z", idle: 0) with { Method = method, Perimeter = perimeter, IsEstimated = estimated, StatedUncertainty = stated };
        var host = new UncertainHost(zone, component: component);
        host.Begin();
        host.Step(1);
        Assert.Equal(microjoules, host.Host.Systematic);
    }

    [Fact]
    public void The_figures_are_the_operators_to_choose()
    {
        var host = new UncertainHost(Hosts.Zone("package-0", idle: 0), new UncertaintyRules { Package = 0.5 });
        host.Begin();
        host.Step(10);
        Assert.Equal(5_000_000, host.Host.Systematic);
    }

    [Fact]
    public void Integrated_power_is_uncertain_where_it_changed_and_nowhere_else()
    {
        var host = new UncertainHost(Hosts.Zone("acpi", idle: 0) with { Method = MeasurementMethod.Integrated }, component: Component.Platform);
        host.Begin();
        for (var i = 0; i < 5; i++) host.Step(100);
        Assert.Equal(0, host.Host.Random);
        host.Step(160);
        Assert.Equal((long)Math.Round(60e6 / Math.Sqrt(12)), host.Host.Random);
        host.Step(160);
        host.Step(100);
        Assert.Equal((long)Math.Round(60e6 / Math.Sqrt(6)), host.Host.Random);
    }

    [Theory]
    [InlineData(1_000_000, 1_000_000)] // The platform of Sapphire Rapids.
    [InlineData(15.2587890625, 15.2587890625)]
    [InlineData(0, 1e6 / 16_384)]
    public void The_unit_is_the_one_that_the_sensor_tells(double told, double unit)
    {
        var host = new UncertainHost(Hosts.Zone("perf", idle: 0) with { UnitMicrojoules = told }, new UncertaintyRules { UpdateNanoseconds = 0 });
        host.Begin();
        host.Step(5);
        Assert.Equal((long)Math.Round(UncertainHost.Pair(0, unit)), host.Host.Random);
    }

    [Fact]
    public void What_was_put_in_over_a_gap_is_as_unsure_as_it_is_large()
    {
        var zone = Hosts.Zone("acpi", idle: 0) with { Method = MeasurementMethod.Integrated };
        var attributor = new Attributor(new AttributionRules());
        var report = PowerReport.Empty;
        foreach (var (second, joules, unseen) in new[] { (1, 0, 0), (2, 100, 0), (32, 3_100, 3_000), (33, 3_200, 0) })
        {
            var sample = Hosts.Sample(second * Hosts.Second);
            sample.Zones.Add(new ZoneReading(zone, Component.Platform, ReadOutcome.Ok, joules * 1_000_000L) { UnseenMicrojoules = unseen * 1_000_000L });
            report = attributor.Advance(sample);
        }

        Assert.Equal(3_200_000_000, report.Host.Cumulative[Component.Platform]);
        Assert.Equal((long)Math.Round(3_000e6 / Math.Sqrt(3)), report.HostUncertainty.Random[Component.Platform]);
    }

    [Fact]
    public void A_model_and_a_share_are_as_old_as_they_are_renewed()
    {
        var model = new UncertainHost(Hosts.Zone("model", idle: 0) with { Method = MeasurementMethod.Model });
        model.Begin();
        model.Step(100);
        Assert.Equal((long)Math.Round(UncertainHost.Pair(100, 0, 0.01)), model.Host.Random);
        var share = new UncertainHost(Hosts.Zone("share", idle: 0) with { Perimeter = "vm_share", UpdateNanoseconds = Hosts.Second });
        share.Begin();
        share.Step(100);
        Assert.Equal((long)Math.Round(UncertainHost.Pair(100, 1, 1)), share.Host.Random);
    }

    [Fact]
    public void The_platform_is_a_difference_and_has_the_errors_of_all_it_is_made_of()
    {
        var (package, dram, psys) = (Hosts.Zone("package-0", idle: 0), Hosts.Zone("dram", idle: 0), Hosts.Zone("psys", idle: 0));
        var attributor = new Attributor(new AttributionRules());
        HostSample At(long second) => Hosts.Sample(
            1 + (second * Hosts.Second),
            (package, Component.Cpu, second * 100_000_000),
            (dram, Component.Dram, second * 20_000_000),
            (psys, Component.Platform, second * 150_000_000));
        attributor.Advance(At(0));
        var host = attributor.Advance(At(1)).HostUncertainty;
        Assert.Equal((3_000_000L, 1_000_000L), (host.Systematic[Component.Cpu], host.Systematic[Component.Dram]));
        Assert.Equal((long)Math.Round(1e6 * Math.Sqrt((15 * 15) + (3 * 3) + 1)), host.Systematic[Component.Platform]);
        var variance = Square(UncertainHost.Pair(100, 1e6 / 16_384)) + Square(UncertainHost.Pair(20, 1e6 / 16_384)) + Square(UncertainHost.Pair(150, 1e6 / 16_384));
        Assert.Equal((long)Math.Round(Math.Sqrt(variance)), host.Random[Component.Platform]);
    }

    [Fact]
    public void A_zone_that_does_not_count_any_more_leaves_what_it_had()
    {
        var zone = Hosts.Zone("package-0", idle: 0);
        var attributor = new Attributor(new AttributionRules());
        attributor.Advance(Hosts.Sample(1, (zone, Component.Cpu, 0)));
        var before = attributor.Advance(Hosts.Sample(1 + Hosts.Second, (zone, Component.Cpu, 100_000_000))).HostUncertainty;
        var after = attributor.Advance(Hosts.Sample(1 + (2 * Hosts.Second), (zone, null, 200_000_000))).HostUncertainty;
        Assert.Equal(before, after);
    }

    private static double Square(double value) => value * value;
}
