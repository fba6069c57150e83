using Microsoft.Extensions.Logging.Abstractions;
using Wattshare.Attribution.Counters;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Sampling;
using Wattshare.Exporter.Sensors.Perf;
using Wattshare.Exporter.Sensors.Rapl;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Sensors.Perf;

/// <summary>The kernel loses what half a turn of a register holds; the longest interval is a minute.</summary>
public sealed class PerfOverflowTests
{
    private const long Second = 1_000_000_000;
    private const long KeepUpSeconds = SamplingLoop.LongestSilenceNanoseconds / Second;

    [Theory]
    [InlineData(200)]
    [InlineData(547)]
    [InlineData(2_000)]
    [InlineData(3_276)]
    public void An_interval_of_a_minute_loses_nothing_of_a_package_however_strong(long watts)
    {
        var total = Follow(watts, keepsUp: true);
        Assert.Equal(10 * 60 * watts * 1_000_000, total);
    }

    [Fact]
    public void Without_looks_in_between_it_would()
    {
        Assert.Equal(10 * 60 * 546 * 1_000_000L, Follow(546, keepsUp: false));
        Assert.NotEqual(10 * 60 * 547 * 1_000_000L, Follow(547, keepsUp: false));
    }

    private static long Follow(long watts, bool keepsUp)
    {
        using var tree = FixtureTree.Load("perf-two-packages");
        var kernel = new RegisterKernel();
        using var sensor = new PerfSensor(tree.Sysfs, tree.Procfs, CpuIdentity.Read(tree.Procfs), kernel, NullLogger<PerfSensor>.Instance);
        sensor.Refresh();
        var readings = new Buffer<ZoneReading>();
        var counter = (ZoneCounter?)null;
        for (var second = 0L; second <= 600; second += KeepUpSeconds)
        {
            kernel.Joules = second * watts;
            if (second % 60 != 0)
            {
                if (keepsUp) sensor.KeepUp();
                continue;
            }

            readings.Clear();
            sensor.Read(default, readings);
            counter ??= new ZoneCounter(readings.Items[0].Zone);
            var reading = readings.Items[0] with { Zone = readings.Items[0].Zone with { MaxPowerMicrowatts = RaplLimits.MaxSaneMicrowatts } };
            _ = counter.Advance(reading, (second + 1) * Second);
        }

        return counter!.TotalMicrojoules;
    }
}
