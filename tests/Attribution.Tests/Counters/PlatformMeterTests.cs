using Wattshare.Attribution.Counters;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Tests.Counters;

/// <summary>A meter of the whole machine that stalls beside counters of the processor that do not: 300 W against 200 W.</summary>
public sealed class PlatformMeterTests
{
    private readonly EnergyMeter _meter = new();
    private readonly ZoneInfo _machine = Hosts.Zone("machine") with { Method = MeasurementMethod.Integrated };
    private readonly ZoneInfo _package = Hosts.Zone("package-0");
    private long _second;
    private long _platform;

    [Fact]
    public void An_integral_that_skipped_time_owes_nothing_for_it()
    {
        Run(10, static second => Ok(second * 300));
        Assert.Equal(900, _platform);
        Run(70, static _ => Failed);
        Run(1, static _ => Ok(2_700) with { IsBaseline = true });
        Assert.Equal(900, _platform);
        Run(100, static second => Ok((second - 71) * 300));
        Assert.Equal(900 + 10_000, _platform);
        Assert.Equal(1, Row().Refused);
    }

    [Fact]
    public void What_an_integral_put_in_counts_and_is_told_apart()
    {
        Run(2, static second => Ok(second * 300));
        Run(30, static _ => Failed);
        Run(1, static second => Ok(second * 300) with { UnseenMicrojoules = 31 * 300_000_000L });
        Run(1, static second => Ok(second * 300));
        Assert.Equal((33 * 100, 31 * 300_000_000L), (_platform, Row().UnseenMicrojoules));
    }

    [Fact]
    public void More_than_was_added_is_never_told_apart()
    {
        Run(2, static second => Ok(second * 300));
        Run(1, static second => Ok(second * 300) with { UnseenMicrojoules = long.MaxValue });
        Run(1, static second => Ok(second * 300) with { UnseenMicrojoules = -5 });
        Assert.Equal(300_000_000, Row().UnseenMicrojoules);
    }

    [Fact]
    public void A_meter_that_was_frozen_and_goes_on_from_there_owes_nothing()
    {
        Run(10, static second => Ok(second * 300));
        Run(600, static _ => Ok(2_700));
        Assert.Equal(900, _platform);
        Run(101, static second => Ok(2_700 + ((second - 609) * 300)));
        Assert.InRange(_platform, 900 + 10_000, 900 + 10_100);
    }

    [Fact]
    public void A_meter_that_catches_up_loses_nothing()
    {
        // Renewed twice a minute: 31 s at 300 W in one step.
        Run(601, static second => Ok(second / 30 * 30 * 300));
        Assert.Equal(600 * 100, _platform);
    }

    [Fact]
    public void Meters_that_are_renewed_rarely_and_late_do_not_gain_by_it()
    {
        // Now and then a second early or late: one swing in all and not one each time.
        Run(3_001, static second => Ok(((second / 30 * 30) + (second / 30 % 3)) * 300));
        Assert.InRange(_platform, (3_000 * 100) - 600, (3_000 * 100) + 600);
    }

    [Fact]
    public void A_meter_that_did_not_count_at_first_owes_nothing_for_that_time()
    {
        Run(3, static _ => Ok(5_000));
        Run(3_600, static _ => Ok(5_000), countsAs: null);
        Run(10, static second => Ok(5_000 + ((second - 3_602) * 300)));
        Assert.Equal(1_000, _platform);
    }

    private static ZoneReading Failed => new(Hosts.Zone("machine"), Component.Platform, ReadOutcome.Failed, 0);

    private static ZoneReading Ok(long joules) => new(Hosts.Zone("machine"), Component.Platform, ReadOutcome.Ok, joules * 1_000_000);

    private SensorRow Row() => _meter.ToRows().Single(row => row.Zone.Zone == "machine");

    private void Run(int seconds, Func<long, ZoneReading> machine, Component? countsAs = Component.Platform)
    {
        for (var i = 0; i < seconds; i++)
        {
            var readings = new[]
            {
                machine(_second) with { Zone = _machine, CountsAs = countsAs },
                new ZoneReading(_package, Component.Cpu, ReadOutcome.Ok, _second * 200_000_000),
            };
            var now = ++_second * Hosts.Second;
            _platform += _meter.Advance(readings, now, Hosts.Second).Energy[Component.Platform] / 1_000_000;
        }
    }
}
