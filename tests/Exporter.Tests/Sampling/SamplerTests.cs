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
    private TimeSpan _walk;
    private long _asleep;

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
    public void Without_the_hosts_CPU_time_the_number_of_its_threads_is_the_last_one_known()
    {
        var sampler = NewSampler();
        _tree.Write("proc/stat", "cpu  9 0 0 5000 0 0 0 0 0 0\n" + string.Concat(Enumerable.Range(0, 77).Select(thread => $"cpu{thread} 1\n")) + "intr 0\n");
        sampler.Prime();
        Assert.Equal(77, sampler.Take().HardwareThreads);
        _tree.Write("proc/stat", "garbage\n");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(77, sampler.Take().HardwareThreads);
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

    [Fact]
    public void Readings_between_samples_that_cannot_be_followed_cost_one_sample_and_no_energy()
    {
        var sampler = NewSampler();
        Set(0, 0);
        sampler.Prime();
        _ = sampler.Take();
        _time.Advance(TimeSpan.FromSeconds(1));
        Set(100_000_000, 0);
        sampler.Observe(nowNanoseconds: 1); // Before the last sample.
        Assert.Throws<ArgumentException>(sampler.Take);
        _time.Advance(TimeSpan.FromSeconds(1));
        Set(200_000_000, 0);
        Assert.Equal(200_000_000, sampler.Take().Host.Cumulative[Component.Cpu]);
    }

    [Fact]
    public void Energy_is_that_of_the_middle_of_the_walk_however_late_the_zones_are_read()
    {
        // 100 W. The walk over the processes takes 200 ms, which are 20 J; the zones are read after it.
        var sampler = NewSampler(walk: TimeSpan.FromMilliseconds(200));
        Set(0, 0);
        sampler.Prime();
        var first = sampler.Take();
        Assert.Equal(0, first.Host.Cumulative[Component.Cpu]);
        _time.Advance(TimeSpan.FromMilliseconds(800));
        var second = sampler.Take();
        Assert.Equal((1_000_000_000L, 100_000_000L), (second.IntervalNanoseconds, second.Host.LastInterval[Component.Cpu]));
        Assert.True(second.Live.Contains(Component.Cpu));
        Assert.Equal(first.TimestampNanoseconds + 1_100_000_000, _time.GetTimestamp());
    }

    [Theory]
    [InlineData(10)]
    [InlineData(30)]
    public void An_exporter_that_is_stopped_in_the_middle_of_a_sample_shows_no_spike(int seconds)
    {
        var sampler = NewSampler(walk: TimeSpan.FromMilliseconds(2));
        Set(0, 0);
        sampler.Prime();
        sampler.Take();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(100.0, Watts(sampler.Take()));
        _walk = TimeSpan.FromSeconds(seconds);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(100.0, Watts(sampler.Take()));
        _walk = TimeSpan.FromMilliseconds(2);
        _time.Advance(TimeSpan.FromSeconds(1));
        var last = sampler.Take();
        Assert.Equal(100.0, Watts(last));
        Assert.Equal(100_000_000, last.Power.Single(row => row.Component == Component.Cpu).PeakMicrowatts);
    }

    [Theory]
    [InlineData(-3_600)]
    [InlineData(3_600)]
    public void A_step_of_the_wall_clock_changes_no_energy_and_no_power(int seconds)
    {
        var sampler = NewSampler(walk: TimeSpan.FromMilliseconds(2));
        Set(0, 0);
        sampler.Prime();
        sampler.Take();
        for (var i = 0; i < 4; i++)
        {
            if (i == 2) _time.Wall += TimeSpan.FromSeconds(seconds);
            _time.Advance(TimeSpan.FromMilliseconds(998));
            var report = sampler.Take();
            Assert.Equal((100.0, (i + 1) * 100_000_000L), (Watts(report), report.Host.Cumulative[Component.Cpu]));
        }
    }

    [Fact]
    public void The_time_of_day_is_that_of_the_instant_and_not_of_the_end_of_the_walk()
    {
        var sampler = NewSampler(walk: TimeSpan.FromMilliseconds(40));
        Set(0, 0);
        var began = _time.GetUtcNow();
        Assert.Equal(began + TimeSpan.FromMilliseconds(20), sampler.Take().WallTime);
    }

    [Fact]
    public void A_suspension_between_two_samples_is_no_energy_also_where_zones_are_read_in_between()
    {
        var sampler = NewSampler();
        Set(Range - 1_000_000, 0);
        sampler.Prime();
        sampler.Take();
        Step();
        Set(Range - 500_000, 0);
        sampler.Observe(Clock.Nanoseconds(_time));

        // Asleep; the counter begins anew, which would look like a wrap of little more than half a joule.
        _asleep = 3_600_000_000_000;
        Step();
        Set(20_000, 0);
        sampler.Observe(Clock.Nanoseconds(_time));
        Step();
        Set(30_000, 0);
        var report = sampler.Take();
        Assert.Equal((500_000L, "0 0 0 0"), (report.Host.Cumulative[Component.Cpu], Wraps(report)));
        Assert.Equal(1, _faults.Count(FaultKind.HostSuspended));
        Step();
        Set(40_000, 0);
        report = sampler.Take();
        Assert.Equal((510_000L, true), (report.Host.Cumulative[Component.Cpu], report.Live.Contains(Component.Cpu)));
        Assert.Equal(1, _faults.Count(FaultKind.HostSuspended));

        void Step() => _time.Advance(TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void CPU_time_that_falls_is_a_fault_until_it_does_not()
    {
        var sampler = NewSampler();
        foreach (var (busy, count) in new[] { (1_000, 0), (1_010, 0), (400, 1), (410, 1) })
        {
            _tree.Write("proc/stat", $"cpu  {busy} 0 0 5000 0 0 0 0 0 0\ncpu0 1\nintr 0\n");
            _time.Advance(TimeSpan.FromSeconds(1));
            sampler.Take();
            Assert.Equal(count, _faults.Count(FaultKind.CpuTimeImplausible));
        }
    }

    private static double Watts(PowerReport report) => report.Watts(report.Host.LastInterval[Component.Cpu]);

    private static long Used(long raw, long start) => raw >= start ? raw - start : raw + Turn - start;

    private static string Wraps(PowerReport report) => string.Join(' ', report.Sensors.Select(row => row.Wraps));

    private Sampler NewSampler(TimeSpan walk = default)
    {
        _walk = walk;
        var sensors = new SensorSet(
            [new RaplSensor(_tree.Sysfs, CpuIdentity.Read(_tree.Procfs), NullLogger<RaplSensor>.Instance, _time)], _faults, NullLogger<SensorSet>.Instance);
        var cpuTimes = new ProcStatReader(_tree.Procfs, _faults);
        _parts.AddRange([sensors, cpuTimes]);
        return new Sampler(_time, cpuTimes, sensors, new SlowUsage(Walk), new Attributor(new AttributionRules()), new SuspendWatch(_time, () => _time.GetTimestamp() + _asleep, _faults), _faults);
    }

    /// <summary>The walk takes its time; the first package draws 100 W meanwhile and all the while, where there is a walk.</summary>
    private void Walk()
    {
        _time.Advance(_walk);
        if (_walk > TimeSpan.Zero) Set((_time.GetTimestamp() - 1_000_000_000_000) / 10, 0);
    }

    private void Set(long first, long second)
    {
        _tree.Write("sys/class/powercap/intel-rapl:0/energy_uj", $"{first}\n");
        _tree.Write("sys/class/powercap/intel-rapl:1/energy_uj", $"{second}\n");
    }

    private sealed class SlowUsage(Action walk) : IUsageSource
    {
        public string Name => "none";

        public void Read(HostSample sample) => walk();

        public void Dispose()
        {
        }
    }
}
