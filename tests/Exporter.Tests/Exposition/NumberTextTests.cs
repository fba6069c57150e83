using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Wattshare.Exporter.Exposition;

namespace Wattshare.Exporter.Tests.Exposition;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "0.000001")]
    [InlineData(1_000_000, "1")]
    [InlineData(12_345_678, "12.345678")]
    [InlineData(12_340_000, "12.34")]
    [InlineData(-1_500_000, "-1.5")]
    [InlineData(9_007_199_254_740_993, "9007199254.740993")]
    [InlineData(long.MaxValue, "9223372036854.775807")]
    [InlineData(long.MinValue, "-9223372036854.775808")]
    public void Joules_are_printed_exactly(long microjoules, string expected) => Assert.Equal(expected, Scaled(microjoules, 6));

    [Fact]
    public void Any_energy_reads_back_as_the_same_decimal_without_exponent_or_trailing_zeros()
    {
        var anyLong = Gen.Two(ArbMap.Default.GeneratorFor<int>()).Select(t => unchecked(((long)t.Item1 << 32) ^ t.Item2)).ToArbitrary();
        Prop.ForAll(anyLong, value =>
        {
            var text = Scaled(value, 6);
            return decimal.Parse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) * 1_000_000m == value
                && !(text.Contains('.', StringComparison.Ordinal) && text.EndsWith('0'));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_time_reads_back_as_the_same_decimal() =>
        Prop.ForAll<long>(value => decimal.Parse(Scaled(value, 9), CultureInfo.InvariantCulture) * 1_000_000_000m == value)
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(0.1, "0.1")]
    [InlineData(31.25, "31.25")]
    [InlineData(1e21, "1E+21")]
    public void Doubles_are_spelled_as_prometheus_reads_them(double value, string expected) => Assert.Equal(expected, Double(value));

    [Fact]
    public void Any_double_reads_back_as_itself() =>
        Prop.ForAll<double>(value => !double.IsFinite(value) || double.Parse(Double(value), CultureInfo.InvariantCulture).Equals(value))
            .QuickCheckThrowOnFailure();

    private static string Scaled(long value, int decimals)
    {
        Span<byte> text = stackalloc byte[NumberText.MaxLength];
        return Encoding.ASCII.GetString(text[..NumberText.FormatScaled(value, decimals, text)]);
    }

    private static string Double(double value)
    {
        Span<byte> text = stackalloc byte[NumberText.MaxLength];
        return Encoding.ASCII.GetString(text[..NumberText.Format(value, text)]);
    }
}
