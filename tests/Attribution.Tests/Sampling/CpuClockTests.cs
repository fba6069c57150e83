using FsCheck;
using FsCheck.Fluent;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Tests.Sampling;

public sealed class CpuClockTests
{
    [Theory]
    [InlineData(0UL, 0)]
    [InlineData(long.MaxValue, long.MaxValue)]
    [InlineData(1UL + long.MaxValue, 0)]
    [InlineData(ulong.MaxValue, long.MaxValue)]
    public void A_counter_of_the_kernel_is_kept_modulo_two_to_the_63(ulong kernel, long counter) => Assert.Equal(counter, CpuClock.Wrap(kernel));

    [Theory]
    [InlineData(5, long.MaxValue, 6)]
    [InlineData(long.MaxValue, 5, -6)]
    [InlineData(7, 7, 0)]
    [InlineData(3, 10, -7)]
    [InlineData(long.MaxValue, 0, -1)]
    public void A_turn_is_a_step_ahead_and_a_fall_is_a_fall(long later, long earlier, long difference) => Assert.Equal(difference, CpuClock.Difference(later, earlier));

    [Fact]
    public void Whatever_it_stands_at_a_step_is_the_difference_that_it_makes() => Prop.ForAll<long, long>((at, by) =>
    {
        var (from, step) = (at & long.MaxValue, (by & long.MaxValue) / 2);
        var to = CpuClock.Add(from, step);
        return to >= 0 && CpuClock.Difference(to, from) == step && CpuClock.Difference(from, to) == -step;
    }).QuickCheckThrowOnFailure();
}
