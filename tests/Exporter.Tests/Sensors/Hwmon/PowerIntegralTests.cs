using FsCheck;
using FsCheck.Fluent;
using Wattshare.Exporter.Sensors.Hwmon;

namespace Wattshare.Exporter.Tests.Sensors.Hwmon;

public sealed class PowerIntegralTests
{
    private const long Second = 1_000_000_000;

    private readonly PowerIntegral _integral = new(10 * Second, 60 * Second);

    [Fact]
    public void Energy_is_the_mean_of_two_powers_over_the_measured_time()
    {
        Assert.True(_integral.Observe(5 * Second, 100_000_000));
        Assert.Equal(0, _integral.Microjoules);
        Assert.True(_integral.Observe(6 * Second, 200_000_000));
        Assert.Equal(150_000_000, _integral.Microjoules);
        Assert.True(_integral.Observe((6 * Second) + 250_000_000, 200_000_000));
        Assert.Equal(200_000_000, _integral.Microjoules);
    }

    [Fact]
    public void What_is_below_a_microjoule_is_carried()
    {
        // 1 W over 1 µs is 1 µJ; here every step is three quarters of one.
        _ = _integral.Observe(0, 1_000_000);
        foreach (var (at, energy) in new[] { (750, 0), (1_500, 1), (2_250, 2), (3_000, 3) })
        {
            Assert.True(_integral.Observe(at, 1_000_000));
            Assert.Equal(energy, _integral.Microjoules);
        }
    }

    [Fact]
    public void A_gap_is_bridged_and_told_apart_and_a_long_one_is_not_integrated()
    {
        _ = _integral.Observe(0, 100_000_000);
        Assert.True(_integral.Observe(10 * Second, 100_000_000));
        Assert.Equal((1_000_000_000, 0), (_integral.Microjoules, _integral.UnseenMicrojoules));
        Assert.True(_integral.Observe(40 * Second, 300_000_000));
        Assert.Equal((7_000_000_000, 6_000_000_000), (_integral.Microjoules, _integral.UnseenMicrojoules));
        Assert.True(_integral.Observe(41 * Second, 300_000_000));
        Assert.Equal((7_300_000_000, 0), (_integral.Microjoules, _integral.UnseenMicrojoules));
        Assert.False(_integral.Observe((101 * Second) + 1, 100_000_000));
        Assert.Equal((7_300_000_000, 0), (_integral.Microjoules, _integral.UnseenMicrojoules));
        Assert.True(_integral.Observe((102 * Second) + 1, 100_000_000));
        Assert.Equal(7_400_000_000, _integral.Microjoules);
    }

    [Fact]
    public void The_same_instant_again_says_the_same_of_its_gap()
    {
        _ = _integral.Observe(0, 100_000_000);
        Assert.True(_integral.Observe(30 * Second, 100_000_000));
        Assert.True(_integral.Observe(30 * Second, 100_000_000));
        Assert.Equal(3_000_000_000, _integral.UnseenMicrojoules);
        Assert.False(_integral.Observe(130 * Second, 100_000_000));
        Assert.False(_integral.Observe(130 * Second, 100_000_000));
        Assert.True(_integral.Observe(131 * Second, 100_000_000));
    }

    [Fact]
    public void The_same_instant_again_and_one_before_it_add_nothing()
    {
        _ = _integral.Observe(5 * Second, 100_000_000);
        Assert.True(_integral.Observe(5 * Second, 300_000_000));
        Assert.True(_integral.Observe(4 * Second, 900_000_000));
        Assert.Equal(0, _integral.Microjoules);
        Assert.True(_integral.Observe(6 * Second, 300_000_000));
        Assert.Equal(300_000_000, _integral.Microjoules);
    }

    [Fact]
    public void A_steady_power_has_the_same_energy_however_often_it_is_read() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<NonEmptyArray<ushort>>(),
        ArbMap.Default.ArbFor<uint>(),
        static (steps, microwatts) =>
        {
            var often = new PowerIntegral(Second, Second);
            var time = 0L;
            _ = often.Observe(0, microwatts);
            foreach (var step in steps.Get) _ = often.Observe(time += step, microwatts);
            return often.Microjoules == (long)((Int128)microwatts * time / 1_000_000_000);
        }));
}
