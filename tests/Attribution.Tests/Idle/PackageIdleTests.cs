using FsCheck;
using FsCheck.Fluent;
using Wattshare.Attribution.Idle;

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
    public void The_parts_always_add_up()
    {
        var cases = Gen.Choose(0, 1_000_000).ArrayOf(5).Zip(Gen.Choose(0, 1_000_000).ArrayOf(5)).Zip(Gen.Choose(0, 1_000)).ToArbitrary();
        Prop.ForAll(cases, one => Check(one.Item1.Item1, one.Item1.Item2, one.Item2)).QuickCheckThrowOnFailure();
    }

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
