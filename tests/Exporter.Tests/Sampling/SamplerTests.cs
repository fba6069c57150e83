using Microsoft.Extensions.Logging.Abstractions;
using Wattshare.Attribution;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host;
using Wattshare.Exporter.Sampling;
using Wattshare.Exporter.Sensors;
using Wattshare.Exporter.Sensors.Rapl;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Sampling;

public sealed class SamplerTests : IDisposable
{
    private const long Range = 262_143_328_850;
    private const long Turn = Range + 61; // One unit more than the kernel's range; see ZoneCounter.

    private readonly ManualTime _time = new();
    private readonly FixtureTree _tree = FixtureTree.Load("two-sockets");
    private readonly FaultLog _faults = new(NullLogger<FaultLog>.Instance);
    private readonly List<IDisposable> _parts = [];

    public void Dispose()
    {
        foreach (var part in _parts) part.Dispose();
        _tree.Dispose();
    }

    [Fact]
    public void Host_energy_at_a_thousand_a_second_is_that_at_one_a_second()
    {
        var (fast, slow) = (NewSampler(), NewSampler());
        var (first, second) = (262_143_000_000L, 3_000_000_000L);
        Set(first, second);
        fast.Prime();
        slow.Prime();
        (PowerReport Fast, PowerReport Slow) reports = (fast.Take(), slow.Take());
        for (var millisecond = 1; millisecond <= 3_000; millisecond++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));

            // Between 20 and 119 W, and the first package goes past its range on the way.
            first = (first + 20_000 + (millisecond * 7_919L % 99_000)) % Turn;
            second += 31_007;
            Set(first, second);
            if (millisecond % 1_000 != 0) fast.Observe(Clock.Nanoseconds(_time));
            else reports = (fast.Take(), slow.Take());
        }

        Assert.Equal(3, reports.Slow.Intervals);
        Assert.Equal(reports.Slow.Host, reports.Fast.Host);
        Assert.Equal(Used(first, 262_143_000_000) + second - 3_000_000_000, reports.Fast.Host.Cumulative[Component.Cpu]);
        Assert.Equal(Wraps(reports.Slow), Wraps(reports.Fast));
        Assert.Equal("1 0 0 0", Wraps(reports.Fast));
    }

    [Fact]
    public void Reading_between_samples_allocates_nothing()
    {
        var sampler = NewSampler();
        sampler.Prime();
        _ = sampler.Take();
        Fill();
        _ = sampler.Take();
        Assert.Equal(0, Allocations.Of(Fill));

        void Fill()
        {
            for (var i = 0; i < 1_000; i++)
            {
                _time.Advance(TimeSpan.FromMilliseconds(1));
                sampler.Observe(Clock.Nanoseconds(_time));
            }
        }
    }

    [Fact]
    public void Samples_that_fail_for_long_make_no_heap_of_readings()
    {
        var sampler = NewSampler();
        Set(Turn - 5_000_000, 0);
        sampler.Prime();
        _ = sampler.Take();
        Observe(4_000);
        Set(7_000, 0);
        Assert.Equal(0, Allocations.Of(() => Observe(10_000)));
        Assert.Equal(5_007_000, sampler.Take().Host.Cumulative[Component.Cpu]);

        void Observe(int times)
        {
            for (var i = 0; i < times; i++)
            {
                _time.Advance(TimeSpan.FromMilliseconds(1));
                sampler.Observe(Clock.Nanoseconds(_time));
            }
        }
    }

    [Fact]
    public void Without_a_counted_zone_nothing_is_observed()
    {
        var sampler = NewSampler();
        _tree.Delete("sys/class/powercap");
        sampler.Prime();
        _ = sampler.Take();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        sampler.Observe(Clock.Nanoseconds(_time));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, sampler.Take().Measured.Bits);
    }

    private static long Used(long raw, long start) => raw >= start ? raw - start : raw + Turn - start;

    private static string Wraps(PowerReport report) => string.Join(' ', report.Sensors.Select(row => row.Wraps));

    private Sampler NewSampler()
    {
        var sensors = new SensorSet(
            [new RaplSensor(_tree.Sysfs, CpuIdentity.Read(_tree.Procfs), NullLogger<RaplSensor>.Instance)], _faults, NullLogger<SensorSet>.Instance);
        var cpuTimes = new ProcStatReader(_tree.Procfs, _faults);
        _parts.AddRange([sensors, cpuTimes]);
        return new Sampler(_time, cpuTimes, sensors, new NoUsage(), new Attributor(new AttributionRules()));
    }

    private void Set(long first, long second)
    {
        _tree.Write("sys/class/powercap/intel-rapl:0/energy_uj", $"{first}\n");
        _tree.Write("sys/class/powercap/intel-rapl:1/energy_uj", $"{second}\n");
    }

    private sealed class NoUsage : IUsageSource
    {
        public string Name => "none";

        public void Read(HostSample sample)
        {
        }

        public void Dispose()
        {
        }
    }
}
