using FsCheck;
using FsCheck.Fluent;
using Wattshare.Attribution.Splitting;

namespace Wattshare.Attribution.Tests.Splitting;

public sealed class ApportionerTests
{
    [Fact]
    public void Parts_add_up_and_are_within_a_microjoule_of_the_ideal()
    {
        var cases = Gen.Choose(0, int.MaxValue).Zip(Gen.Choose(0, 1_000_000).ArrayOf()).ToArbitrary();
        Prop.ForAll(cases, c => Check(c.Item1 * 4_000_000_007L, [.. c.Item2.Select(w => w * 9_999_991L)])).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_largest_numbers_do_not_overflow()
    {
        var parts = new Apportioner(long.MaxValue, long.MaxValue);
        Assert.Equal(1, parts.Next(1));
        Assert.Equal(long.MaxValue - 1, parts.Next(long.MaxValue - 1));
    }

    [Fact]
    public void Weights_beyond_the_total_are_an_error()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Apportioner(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            var parts = new Apportioner(10, 2);
            parts.Next(3);
        });
        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            var parts = new Apportioner(10, 2);
            parts.Next(-1);
        });
    }

    private static bool Check(long energy, long[] weights)
    {
        var total = weights.Sum();
        if (total == 0) return true;
        var apportioner = new Apportioner(energy, total);
        var sum = 0L;
        foreach (var weight in weights)
        {
            var part = apportioner.Next(weight);
            sum += part;
            if (weight == 0 && part != 0) return false;

            // |part − E·w/W| < 1, in exact arithmetic.
            var scaled = ((Int128)part * total) - ((Int128)energy * weight);
            if (Int128.Abs(scaled) >= total) return false;
        }

        return sum == energy;
    }
}
