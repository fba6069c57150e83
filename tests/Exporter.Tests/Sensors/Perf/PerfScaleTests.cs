using System.Numerics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Wattshare.Exporter.Sensors.Perf;

namespace Wattshare.Exporter.Tests.Sensors.Perf;

public sealed class PerfScaleTests
{
    [Theory]
    [InlineData("2.3283064365386962890625e-10\n", 15_625, 67_108_864)] // 2^-32 J, as the kernel writes it.
    [InlineData("2.3283064365386962890625e-10", 15_625, 67_108_864)]
    [InlineData("0.00000000023283064365386962890625", 15_625, 67_108_864)]
    [InlineData("2.3283064365386962890625E-10", 15_625, 67_108_864)]
    [InlineData("1e-6", 1, 1)]
    [InlineData("1", 1_000_000, 1)]
    [InlineData("1e+0", 1_000_000, 1)]
    [InlineData("15300e-9", 153, 10)]
    [InlineData("1e-24", 1, 1_000_000_000_000_000_000)]
    public void A_scale_is_the_exact_fraction(string text, long numerator, long denominator)
    {
        Assert.True(PerfScale.TryParse(Encoding.UTF8.GetBytes(text), out var scale));
        Assert.Equal(new PerfScale(numerator, denominator), scale);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("0")]
    [InlineData("0.000e-3")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("2,3e-10")] // A decimal comma is another culture's.
    [InlineData("1.2.3")]
    [InlineData("1e")]
    [InlineData("1e-")]
    [InlineData("1e-100")]
    [InlineData("1e-45")]
    [InlineData("1e9")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("0x1p-32")]
    [InlineData("1e-10 J")]
    [InlineData(" 1")]
    [InlineData("1\n\n")]
    [InlineData("1234567890123456789012345678901")]
    [InlineData("0.123456789012345678901234567891")] // Not a fraction of numbers that can be kept.
    public void Anything_else_is_refused(string text) => Assert.False(PerfScale.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(4294, 0)]
    [InlineData(4295, 1)]
    [InlineData(4_294_967_296, 1_000_000)]
    [InlineData(4_294_967_295, 999_999)]
    [InlineData(long.MaxValue, 2_147_483_647_999_999)]
    [InlineData(-4295, -1)]
    public void Counts_become_whole_microjoules(long counts, long microjoules)
    {
        Assert.True(PerfScale.TryParse("2.3283064365386962890625e-10"u8, out var scale));
        Assert.True(scale.TryConvert(counts, out var converted));
        Assert.Equal(microjoules, converted);
    }

    [Fact]
    public void More_than_any_counter_holds_is_no_energy()
    {
        Assert.True(PerfScale.TryParse("1"u8, out var scale));
        Assert.False(scale.TryConvert(long.MaxValue, out var microjoules));
        Assert.Equal(0, microjoules);
    }

    [Fact]
    public void Conversion_is_exact_for_any_count_and_differences_telescope() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<ulong>(),
        ArbMap.Default.ArbFor<uint>(),
        static (count, step) =>
        {
            _ = PerfScale.TryParse("2.3283064365386962890625e-10"u8, out var scale);
            _ = scale.TryConvert(count, out var before);
            _ = scale.TryConvert((Int128)count + step, out var after);
            return before == (long)((new BigInteger(count) * 1_000_000) >> 32) && after == (long)(((new BigInteger(count) + step) * 1_000_000) >> 32);
        }));
}
