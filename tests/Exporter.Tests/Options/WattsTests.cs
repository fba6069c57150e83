using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Tests.Options;

public class WattsTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("10", 10_000_000)]
    [InlineData("42.5", 42_500_000)]
    [InlineData(".5", 500_000)]
    [InlineData("0.000001", 1)]
    [InlineData("0.0000001", 0)]
    [InlineData("1000000", 1_000_000_000_000)]
    public void Watts_are_decimal_numbers(string text, long microwatts)
    {
        Assert.True(Watts.TryParse(text, out var parsed));
        Assert.Equal(microwatts, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1e3")]
    [InlineData("1,5")]
    [InlineData("10W")]
    [InlineData(" 10")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1000000.1")]
    [InlineData("99999999999999999999999999999999999999999")]
    public void Everything_else_is_refused(string text)
    {
        Assert.False(Watts.TryParse(text, out var parsed));
        Assert.Equal(0, parsed);
    }
}
