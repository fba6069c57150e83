using FsCheck;
using FsCheck.Fluent;
using Wattshare.Attribution.Counters;

namespace Wattshare.Attribution.Tests.Counters;

public sealed class BalanceTests
{
    [Fact]
    public void What_is_paid_is_the_highest_sum_so_far()
    {
        var differences = Gen.Choose(-1000, 1000).ArrayOf().ToArbitrary();
        Prop.ForAll(differences, amounts =>
        {
            var balance = default(Balance);
            var (sum, highest, paid) = (0L, 0L, 0L);
            foreach (var amount in amounts)
            {
                sum += amount;
                highest = Math.Max(highest, sum);
                paid += balance.Add(amount, long.MaxValue / 4);
                if (paid != highest) return false;
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Noise_does_not_pile_up_and_a_debt_is_bounded()
    {
        var balance = default(Balance);
        var paid = 0L;
        for (var i = 0; i < 1000; i++) paid += balance.Add(i % 2 == 0 ? 7 : -7, 100);
        Assert.Equal(7, paid);
        Assert.Equal(0, balance.Add(-1_000_000, 100));
        Assert.Equal(0, balance.Add(100, 100));
        Assert.Equal(1, balance.Add(1, 100));
    }
}
