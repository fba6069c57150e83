using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Sensors;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Sensors;

public sealed class ModelSensorTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void The_first_reading_is_zero_and_the_next_follow_utilisation()
    {
        using var sensor = Create();
        Assert.Equal(["cpu cpu Ok 0"], Readings.Of(sensor, At(100, busy: 7)));
        Assert.Equal(["cpu cpu Ok 37500000"], Readings.Of(sensor, At(101, busy: 8)));
    }

    [Fact]
    public void Without_CPU_time_a_reading_fails_and_the_next_covers_the_gap()
    {
        using var sensor = Create();
        _ = Readings.Of(sensor, At(100, busy: 7));
        Assert.Equal(["cpu cpu Failed 0"], Readings.Of(sensor, new SensorContext(101 * Second, null, 2)));
        Assert.Equal(["cpu cpu Ok 75000000"], Readings.Of(sensor, At(102, busy: 9)));
    }

    [Fact]
    public void The_zone_is_marked_as_a_model_with_its_own_idle_power()
    {
        using var sensor = Create();
        var expected = new ZoneInfo
        {
            Sensor = "model",
            Zone = "cpu",
            Path = "model:cpu",
            Method = MeasurementMethod.Model,
            Perimeter = "cpu_package",
            MaxPowerMicrowatts = 6_500_000_000,
            IdleMicrowatts = 10_000_000,
        };
        Assert.Equal(expected, Readings.Info(sensor, "model:cpu"));
    }

    [Fact]
    public void It_says_that_it_measures_nothing_and_how_to_do_better()
    {
        using var sensor = Create();
        var expected = new SensorFinding(
            "model",
            "cpu",
            "model:cpu",
            ReadOutcome.Ok,
            MeasurementMethod.Model,
            Component.Cpu,
            "10 W idle to 65 W at full load, by utilisation; by hand.",
            "give the machine's own figures with --model.cpu-watts=IDLE,MAX");
        Assert.Equal([expected], sensor.Describe());
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        using var sensor = Create();
        var readings = new Buffer<ZoneReading>();
        sensor.Read(At(1, busy: 1), readings);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 2; i < 1_000; i++)
            {
                readings.Clear();
                sensor.Read(At(i, busy: i), readings);
            }
        }));
    }

    private static ModelSensor Create() => new(new ModelParameters(10, 65, "by hand"));

    private static SensorContext At(long second, long busy) => new(second * Second, new CpuTimes(busy * Second, 0, 0), 2);
}
