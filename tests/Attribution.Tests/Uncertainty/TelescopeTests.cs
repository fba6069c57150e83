using FsCheck;
using FsCheck.Fluent;
using Wattshare.Attribution.Uncertainty;

namespace Wattshare.Attribution.Tests.Uncertainty;

public sealed class TelescopeTests
{
    private static readonly BoundaryNoise First = new(0, 4, 4, 0);
    private static readonly BoundaryNoise Next = new(4, 4, 0, 0);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1_000)]
    public void With_one_weight_only_the_first_and_the_last_reading_count(int intervals)
    {
        var telescope = default(Telescope);
        telescope.Advance(0.5, First);
        for (var i = 1; i < intervals; i++) telescope.Advance(0.5, Next);
        Assert.Equal(0.25 * 8, telescope.Variance);
    }

    [Fact]
    public void A_change_of_weight_keeps_the_error_of_the_reading_in_between()
    {
        var telescope = default(Telescope);
        telescope.Advance(1, First);
        telescope.Advance(0.25, Next);
        Assert.Equal(4 + (0.75 * 0.75 * 4) + (0.25 * 0.25 * 4), telescope.Variance);
        telescope.Advance(0, Next);
        Assert.Equal(4 + (0.75 * 0.75 * 4) + (0.25 * 0.25 * 4), telescope.Variance);
        Assert.False(telescope.IsOpen);
    }

    [Fact]
    public void A_counter_that_does_not_go_on_keeps_the_error_of_its_last_reading()
    {
        var telescope = default(Telescope);
        telescope.Advance(1, First);
        telescope.Advance(1, new BoundaryNoise(0, 0, 0, 4));
        Assert.Equal(8, telescope.Variance);
        telescope.Advance(1, First);
        Assert.Equal(16, telescope.Variance);
    }

    [Fact]
    public void Holding_changes_nothing_now_and_not_what_comes_after()
    {
        var telescope = default(Telescope);
        telescope.Advance(0.5, First);
        telescope.Hold(Next);
        Assert.True(telescope.IsOpen);
        telescope.Advance(0.5, Next);
        Assert.Equal(2, telescope.Variance);
        telescope.Hold(new BoundaryNoise(0, 0, 0, 4));
        Assert.Equal((2, false), (telescope.Variance, telescope.IsOpen));
    }

    [Fact]
    public void It_is_the_variance_of_the_weighted_sum_of_differences()
    {
        var weights = Gen.ArrayOf(Gen.Choose(0, 100).Select(percent => percent / 100.0)).ToArbitrary();
        Prop.ForAll(weights, IsThatOfTheSum).Check(Config.QuickThrowOnFailure);
    }

    /// <summary>Σ w(k)·(x(k) − x(k−1)) written out by readings: each x(k) is multiplied by w(k) − w(k+1).</summary>
    private static bool IsThatOfTheSum(double[] weights)
    {
        var telescope = default(Telescope);
        var expected = 0.0;
        var before = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            telescope.Advance(weights[i], i == 0 ? First : Next);
            expected += 4 * (weights[i] - before) * (weights[i] - before);
            before = weights[i];
        }

        expected += 4 * before * before;
        return Math.Abs(telescope.Variance - expected) < 1e-9;
    }
}
