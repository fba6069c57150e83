using System.Text;
using Wattshare.VmShare.Counters;

namespace Wattshare.VmShare.Tests.Counters;

public sealed class CounterTextTests
{
    [Theory]
    [InlineData(1_000_000_000_000_000, "1000000000000000\n")]
    [InlineData(9_999_999_999_999_999, "9999999999999999\n")]
    [InlineData(10_000_000_000_000_000, "10000000000000000\n")]
    [InlineData(12_345_678_901_234_567, "12345678901234560\n")]
    [InlineData(123_456_789_012_345_678, "123456789012345600\n")]
    [InlineData(long.MaxValue, "9223372036854775000\n")]
    public void Only_the_first_sixteen_digits_ever_move(long value, string expected)
    {
        Span<byte> text = stackalloc byte[CounterText.BufferSize];
        var length = CounterText.Format(value, text);
        Assert.Equal(expected, Encoding.ASCII.GetString(text[..length]));
    }

    [Fact]
    public void A_smaller_number_than_the_start_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CounterText.Format(CounterText.Start - 1, new byte[CounterText.BufferSize]));

    [Theory]
    [InlineData("1000000000000000\n", true, 1_000_000_000_000_000)]
    [InlineData("10000000000000000\n", true, 10_000_000_000_000_000)]
    [InlineData("1000000000000000000", true, 1_000_000_000_000_000_000)]
    [InlineData("999999999999999\n", false, 0)]
    [InlineData("1000000000000000001\n", false, 0)]
    [InlineData("", false, 0)]
    [InlineData("\n", false, 0)]
    [InlineData("-1000000000000000\n", false, 0)]
    [InlineData("+1000000000000000\n", false, 0)]
    [InlineData(" 1000000000000000\n", false, 0)]
    [InlineData("1000000000000000\n1", false, 0)]
    [InlineData("1000000000000000\0", false, 0)]
    [InlineData("99999999999999999999999", false, 0)]
    [InlineData("garbage", false, 0)]
    public void Only_a_credible_counter_is_gone_on_from(string text, bool credible, long expected)
    {
        Assert.Equal(credible, CounterText.TryParseOwn(Encoding.ASCII.GetBytes(text), out var value));
        if (credible) Assert.Equal(expected, value);
    }
}
