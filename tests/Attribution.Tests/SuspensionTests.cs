using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Tests;

/// <summary>A machine that was asleep, and one whose exporter was stopped: energy is neither lost where it is known nor invented where it is not.</summary>
public sealed class SuspensionTests
{
    private const long Range = 262_143_328_850;

    private readonly ZoneInfo _package = Hosts.Zone("package-0", Range, 400_000_000, idle: 0);
    private readonly Attributor _attributor = new(new AttributionRules());

    [Fact]
    public void After_a_suspension_counters_are_a_baseline_whatever_they_show()
    {
        Take(0, 1_000_000);
        Take(1, 101_000_000);

        // The counter began anew and is above its old value already: a plausible step, and yet invented.
        var report = Take(2, 181_000_000, suspended: true);
        Assert.Equal((0L, false), (report.Host.LastInterval.Total, report.Live.Contains(Component.Cpu)));
        report = Take(3, 281_000_000);
        Assert.Equal((100_000_000L, true), (report.Host.LastInterval.Total, report.Live.Contains(Component.Cpu)));
        Assert.Equal((200_000_000L, 0L, 0L), (report.Host.Cumulative.Total, report.Sensors.Single().Resets, report.Sensors.Single().Wraps));
    }

    [Fact]
    public void A_counter_that_was_near_its_range_before_a_suspension_has_not_wrapped()
    {
        Take(0, Range - 50_000_000);
        var report = Take(1, 20_000_000, suspended: true);
        Assert.Equal((0L, 0L), (report.Host.Cumulative.Total, report.Sensors.Single().Wraps));
        Assert.Equal(5_000_000, Take(2, 25_000_000).Host.Cumulative.Total);
    }

    [Fact]
    public void A_read_that_fails_after_a_suspension_does_not_make_it_forgotten()
    {
        Take(0, 1_000_000);
        Take(1, 0, suspended: true, ReadOutcome.Failed);
        Assert.Equal(0, Take(2, 90_000_000).Host.Cumulative.Total);
        Assert.Equal(1_000_000, Take(3, 91_000_000).Host.Cumulative.Total);
    }

    [Fact]
    public void A_formula_and_an_integral_go_on_over_a_suspension()
    {
        foreach (var method in new[] { MeasurementMethod.Model, MeasurementMethod.Integrated })
        {
            var zone = _package with { Method = method, MaxRangeMicrojoules = 0 };
            var attributor = new Attributor(new AttributionRules());
            attributor.Advance(Hosts.Sample(1, (zone, Component.Cpu, 0)));
            var sample = Hosts.Sample(1 + Hosts.Second, (zone, Component.Cpu, 20_000_000));
            sample.WasSuspended = true;
            Assert.Equal(20_000_000, attributor.Advance(sample).Host.Cumulative.Total);
        }
    }

    [Fact]
    public void The_meter_of_the_machine_and_what_is_in_it_begin_anew_together()
    {
        var psys = Hosts.Zone("psys");
        Both(0, 0, 0);
        Both(1, 100_000_000, 60_000_000);
        Assert.Equal(100_000_000, Both(2, 500_000_000, 10_000_000, suspended: true).Host.Cumulative.Total);
        var report = Both(3, 600_000_000, 70_000_000);
        Assert.Equal((120_000_000L, 80_000_000L), (report.Host.Cumulative[Component.Cpu], report.Host.Cumulative[Component.Platform]));

        PowerReport Both(long second, long machine, long package, bool suspended = false)
        {
            var sample = Hosts.Sample(1 + (second * Hosts.Second), (psys, Component.Platform, machine), (_package, Component.Cpu, package));
            sample.WasSuspended = suspended;
            return _attributor.Advance(sample);
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(30)]
    public void A_stalled_loop_loses_nothing_and_makes_no_spike(int seconds)
    {
        // 350 W on a counter of 8.2 kJ, as fast as they wrap anywhere: a stall of 30 s is more than one turn.
        const long Fast = 8_191_999_998;
        const long Watts = 350_000_000;
        var zone = Hosts.Zone("fast", Fast, 400_000_000, idle: 0);
        var group = Hosts.Group(1, Hosts.Container("a"));
        var (now, report) = (0L, PowerReport.Empty);
        for (var i = 0; i <= 40; i++)
        {
            now += i == 20 ? seconds : 1;
            var sample = Hosts.Sample(1 + (now * Hosts.Second), (zone, Component.Cpu, now * Watts % (Fast + 2)));
            sample.Groups.Add(new GroupReading(group, now * Hosts.Second / 2, false));
            report = _attributor.Advance(sample);
            if (i > 0) Assert.Equal(350.0, report.Watts(report.Host.LastInterval.Total));
            if (i > 0) Assert.Equal(350.0, report.Watts(report.Containers.Single().Active.LastInterval.Total));
        }

        Assert.Equal((39 + seconds) * Watts, report.Host.Cumulative.Total);
        Assert.Equal((350_000_000L, 350_000_000L), (report.Power.Single().PeakMicrowatts, report.Power.Single().LowMicrowatts));
        Assert.Equal(report.Host.Cumulative.Total, report.Containers.Single().Active.Cumulative.Total);
    }

    private PowerReport Take(long second, long raw, bool suspended = false, ReadOutcome outcome = ReadOutcome.Ok)
    {
        var sample = Hosts.Sample(1 + (second * Hosts.Second));
        sample.WasSuspended = suspended;
        sample.Zones.Add(new ZoneReading(_package, Component.Cpu, outcome, raw));
        return _attributor.Advance(sample);
    }
}
