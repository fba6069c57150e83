using FsCheck;
using FsCheck.Fluent;
using Wattshare.Attribution.Idle;
using Wattshare.Attribution.Usage;

namespace Wattshare.Attribution.Tests.Idle;

public sealed class PackageIdleTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void Until_ten_idle_seconds_were_seen_the_parts_are_equal()
    {
        var idle = new PackageIdle();
        for (var i = 0; i < 9; i++) idle.Learn([9_000, 3_000, 0], Second);
        idle.Part(1_000, [9_000, 3_000, 0]);
        Assert.Equal([500, 500, 0], idle.Parts.ToArray());
    }

    [Fact]
    public void Afterwards_they_are_in_the_relation_of_what_was_drawn()
    {
        var idle = new PackageIdle();
        for (var i = 0; i < 10; i++) idle.Learn([9_000_000, 3_000_000, 0], Second);
        idle.Part(1_000, [9_000_000, 3_000_000, 0]);
        Assert.Equal([750, 250, 0], idle.Parts.ToArray());
    }

    [Fact]
    public void No_part_is_more_than_there_is_and_the_others_make_up_for_it()
    {
        var idle = new PackageIdle();
        idle.Part(900, [100, 1_000, 350]);
        Assert.Equal([100, 450, 350], idle.Parts.ToArray());
    }

    [Fact]
    public void A_package_that_drew_nothing_when_idle_still_takes_what_the_others_cannot()
    {
        var idle = new PackageIdle();
        for (var i = 0; i < 10; i++) idle.Learn([9_000_000, 0], Second);
        idle.Part(150, [100, 100]);
        Assert.Equal([100, 50], idle.Parts.ToArray());
    }

    [Fact]
    public void What_was_learned_before_a_restart_holds_from_the_first_interval_and_goes_on()
    {
        var before = new PackageIdle();
        before.Begin(Packages(0, 1));
        for (var i = 0; i < 10; i++) before.Learn([9_000_000, 3_000_000, 0], Second);
        Assert.Equal([0, 1, null], before.Learned.Select(one => one.Package));
        Assert.Equal(10, before.Seconds);

        var after = new PackageIdle();
        after.Remember(before.Learned, before.Seconds);
        Assert.Equal(before.Learned.ToArray(), after.Learned.ToArray());
        after.Begin(Packages(0, 1));
        after.Part(1_000, [9_000_000, 3_000_000, 0]);
        Assert.Equal([750, 250, 0], after.Parts.ToArray());

        // The same as without a restart, to what a number of microjoules cuts off.
        after.Learn([9_000_000, 12_000_000, 0], Second);
        before.Learn([9_000_000, 12_000_000, 0], Second);
        Assert.Equal(11, after.Seconds);
        for (var i = 0; i < 3; i++) Assert.InRange(after.Learned[i].Microjoules - before.Learned[i].Microjoules, -1, 0);
    }

    [Fact]
    public void Older_seconds_weigh_half_after_a_day_however_little_of_it_was_idle()
    {
        var idle = new PackageIdle();
        for (var i = 0; i < 4_000; i++) idle.Learn([3_000_000, 1_000_000, 0], Second);
        idle.Pass(86_400);
        for (var i = 0; i < 2_000; i++) idle.Learn([1_000_000, 3_000_000, 0], Second);
        idle.Part(1_000, [9_000, 9_000, 0]);
        Assert.Equal([500, 500, 0], idle.Parts.ToArray());

        // What is left weighs 200 s at least.
        idle.Pass(1e12);
        for (var i = 0; i < 200; i++) idle.Learn([4_000_000, 0, 0], Second);
        idle.Part(1_000, [9_000, 9_000, 0]);
        Assert.Equal([750, 250, 0], idle.Parts.ToArray());
    }

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(1, 0, null)]
    [InlineData(0, 2, null)]
    [InlineData(0, null, null)]
    public void What_was_learned_of_other_packages_is_forgotten(int? first, int? second, int? third)
    {
        var idle = new PackageIdle();
        idle.Remember([new(first, 9_000_000), new(second, 3_000_000), new(third, 0)], 600);
        idle.Begin(Packages(0, 1));
        idle.Part(1_000, [9_000_000, 3_000_000, 0]);
        Assert.Equal([500, 500, 0], idle.Parts.ToArray());
        Assert.Equal(0, idle.Seconds);
    }

    [Theory]
    [InlineData(-1, 60)]
    [InlineData(long.MaxValue, 60)]
    [InlineData(1, -1)]
    [InlineData(1, double.NaN)]
    [InlineData(1, double.PositiveInfinity)]
    public void What_cannot_have_been_learned_is_not_believed(long microjoules, double seconds)
    {
        var idle = new PackageIdle();
        idle.Remember([new(0, microjoules), new(1, 3_000_000), new(null, 0)], seconds);
        idle.Begin(Packages(0, 1));
        idle.Part(1_000, [9_000_000, 3_000_000, 0]);
        Assert.Equal([500, 500, 0], idle.Parts.ToArray());
        Assert.Equal(0, idle.Seconds);
    }

    [Fact]
    public void When_hardware_threads_come_or_go_what_was_learned_stays_and_other_packages_begin_anew()
    {
        var idle = new PackageIdle();
        idle.Begin(Packages(0, 1));
        for (var i = 0; i < 10; i++) idle.Learn([9_000_000, 3_000_000, 0], Second);
        idle.Begin([new PackageLoad(0, 8), new PackageLoad(1, 2)]);
        Assert.Equal(10, idle.Seconds);
        idle.Begin(Packages(0, 2));
        Assert.Equal(0, idle.Seconds);
    }

    [Fact]
    public void Whatever_is_remembered_the_parts_add_up()
    {
        var cases = Gen.Choose(0, 1_000_000).ArrayOf(3).Zip(Gen.Choose(0, 1_000_000).ArrayOf(3)).Zip(Gen.Choose(0, 1_000)).ToArbitrary();
        Prop.ForAll(cases, one =>
        {
            var idle = new PackageIdle();
            var (kept, drawn) = one.Item1;
            idle.Remember([.. kept.Select((value, i) => new PackageIdleEnergy(i < 2 ? i : null, value * 1_000_000_000L))], 60);
            idle.Begin(Packages(0, 1));
            var energy = drawn.Select(value => (long)value).ToArray();
            var wanted = energy.Sum() * one.Item2 / 1_000;
            idle.Part(wanted, energy);
            return idle.Parts.ToArray().Sum() == wanted && energy.Zip(idle.Parts.ToArray()).All(pair => pair.Second >= 0 && pair.Second <= pair.First);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_parts_always_add_up()
    {
        var cases = Gen.Choose(0, 1_000_000).ArrayOf(5).Zip(Gen.Choose(0, 1_000_000).ArrayOf(5)).Zip(Gen.Choose(0, 1_000)).ToArbitrary();
        Prop.ForAll(cases, one => Check(one.Item1.Item1, one.Item1.Item2, one.Item2)).QuickCheckThrowOnFailure();
    }

    private static PackageLoad[] Packages(int first, int second) => [new(first, 2), new(second, 2)];

    private static bool Check(int[] learned, int[] drawn, int thousandths)
    {
        var idle = new PackageIdle();
        idle.Learn([.. learned.Select(value => (long)value)], 20 * Second);
        var energy = drawn.Select(value => (long)value).ToArray();
        var wanted = energy.Sum() * thousandths / 1_000;
        idle.Part(wanted, energy);
        for (var i = 0; i < energy.Length; i++)
            if (idle.Parts[i] < 0 || idle.Parts[i] > energy[i]) return false;
        return idle.Parts.ToArray().Sum() == wanted;
    }
}
