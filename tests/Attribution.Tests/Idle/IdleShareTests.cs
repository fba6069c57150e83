using Wattshare.Attribution.Idle;

namespace Wattshare.Attribution.Tests.Idle;

public sealed class IdleShareTests
{
    [Fact]
    public void The_idle_part_is_floor_times_time_whatever_the_period()
    {
        foreach (var milliseconds in new[] { 1, 7, 100, 1000, 5000 })
        {
            var share = new IdleShare();
            var idle = 0L;
            for (var t = 0; t < 35_000; t += milliseconds) idle += share.Take(20_000L * milliseconds, 10_000_001, milliseconds * 1_000_000L);
            Assert.Equal(350_000_035, idle);
        }
    }

    [Fact]
    public void A_counter_of_whole_joules_gives_the_same_idle_energy()
    {
        // 20 W in steps of 1 J every 50 ms, sampled every 10 ms; the floor is 15 W.
        var share = new IdleShare();
        var idle = 0L;
        for (var i = 1; i <= 1000; i++) idle += share.Take(i % 5 == 0 ? 1_000_000 : 0, 15_000_000, 10_000_000);
        Assert.Equal(150_000_000, idle);
    }

    [Fact]
    public void Idle_never_exceeds_what_was_measured_and_leaves_no_debt_beyond_a_second()
    {
        var share = new IdleShare();
        Assert.Equal(5_000_000, share.Take(5_000_000, 10_000_000, Hosts.Second));
        for (var i = 0; i < 100; i++) Assert.Equal(1_000_000, share.Take(1_000_000, 10_000_000, Hosts.Second));
        Assert.Equal(20_000_000, share.Take(90_000_000, 10_000_000, Hosts.Second));
        Assert.Equal(10_000_000, share.Take(90_000_000, 10_000_000, Hosts.Second));
    }
}
