using Wattshare.Exporter.Sensors.Perf;

namespace Wattshare.Exporter.Tests.Sensors.Perf;

public sealed class PerfCountTests
{
    [Fact]
    public void A_counter_goes_on_past_its_64_bits()
    {
        var count = default(PerfCount);
        count.Observe(long.MaxValue);
        count.Observe(ulong.MaxValue - 4);
        count.Observe(5);
        Assert.Equal((Int128)ulong.MaxValue + 6, count.Total);
    }

    [Fact]
    public void What_the_kernel_takes_back_is_a_decrease_and_no_turn_of_the_counter()
    {
        // Above 200 W the kernel's own timer can be late for half a range of the register, which it then books as negative.
        var count = default(PerfCount);
        count.Observe(1_000_000);
        count.Observe(400_000);
        Assert.Equal(400_000, count.Total);
        count.Observe(unchecked((ulong)-5L));
        Assert.Equal(-5, count.Total);
    }

    [Fact]
    public void Opened_anew_it_begins_at_nothing()
    {
        var count = default(PerfCount);
        count.Observe(77);
        count.Restart();
        Assert.Equal(0, count.Total);
        count.Observe(3);
        Assert.Equal(3, count.Total);
    }

    [Fact]
    public void Its_unit_is_the_lowest_bit_that_any_value_had()
    {
        var count = default(PerfCount);
        count.Observe(0);
        Assert.Equal(0UL, count.Unit);
        count.Observe(48);
        Assert.Equal(16UL, count.Unit);
        count.Observe(64);
        Assert.Equal(16UL, count.Unit);
        count.Observe(72);
        count.Restart();
        Assert.Equal(8UL, count.Unit);
        count.Observe(ulong.MaxValue);
        Assert.Equal(1UL, count.Unit);
    }
}
