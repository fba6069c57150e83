using System.Text;
using Wattshare.Exporter.Host.Cgroups;

namespace Wattshare.Exporter.Tests.Host;

public sealed class CgroupActivityTests
{
    private const long Millisecond = 1_000_000;
    private readonly CgroupActivity _parent = new();
    private readonly CgroupNode _child = new(2, CgroupPath.Root([.. "/x"u8, 0]).Child(Encoding.ASCII.GetBytes("c")), null, 7, null);

    [Fact]
    public void A_group_without_children_moves_with_its_counter()
    {
        Assert.True(Look(_parent, 100, [], 1));
        Assert.False(Look(_parent, 100, [], 2));
        Assert.True(Look(_parent, 101, [], 3));
        Assert.Equal(3, _parent.MovedTick);
    }

    [Fact]
    public void What_a_child_used_does_not_move_its_parent()
    {
        Step(1000 * Millisecond, 100 * Millisecond, 1);
        for (var tick = 2; tick < 50; tick++) Step((1000 + tick) * Millisecond, (100 + tick) * Millisecond, tick);
        Assert.Equal(1, _parent.MovedTick);
        Step((1000 + 60) * Millisecond, (100 + 50) * Millisecond, 50);
        Assert.Equal(50, _parent.MovedTick);
    }

    [Fact]
    public void Little_by_little_adds_up_before_a_clock_tick_is_full()
    {
        Step(0, 0, 1);
        var used = 0L;
        for (var tick = 2; _parent.MovedTick == 1; tick++) Step(used += 300_000, 0, tick);
        Assert.Equal(1_200_000, used);
    }

    [Fact]
    public void A_child_that_was_read_later_hides_nothing_that_follows()
    {
        Step(1000 * Millisecond, 100 * Millisecond, 1);

        // The child ran 5 ms between the two reads; after the next look the difference is right again, which looks like time of the parent.
        Step(1010 * Millisecond, 115 * Millisecond, 2);
        Assert.Equal(1, _parent.MovedTick);
        Step(1016 * Millisecond, 115 * Millisecond, 3);
        Assert.Equal(3, _parent.MovedTick);
    }

    [Fact]
    public void A_child_that_goes_leaves_its_time_with_the_parent_unnoticed()
    {
        Step(1000 * Millisecond, 100 * Millisecond, 1);
        Step(1050 * Millisecond, 150 * Millisecond, 2);
        _parent.Lose(_child.Activity);
        Assert.True(Look(_parent, (1050 * Millisecond) + 1, [], 3));

        // Without children every nanosecond is its own.
        Assert.Equal(3, _parent.MovedTick);
    }

    private static bool Look(CgroupActivity activity, long nanoseconds, List<CgroupNode> children, long tick)
    {
        if (!activity.Look(nanoseconds)) return false;
        activity.Settle(children, tick);
        return true;
    }

    private void Step(long parent, long child, long tick)
    {
        _child.Activity.Look(child);
        Look(_parent, parent, [_child], tick);
    }
}
