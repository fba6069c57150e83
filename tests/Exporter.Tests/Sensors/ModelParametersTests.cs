using System.Globalization;
using Wattshare.Exporter.Sensors;

namespace Wattshare.Exporter.Tests.Sensors;

public sealed class ModelParametersTests
{
    [Theory]
    [InlineData("10,65", 10_000_000, 65_000_000)]
    [InlineData(" 9.5 , 120.25 ", 9_500_000, 120_250_000)]
    [InlineData("0.000001,10000", 1, 10_000_000_000)]
    [InlineData("20,20", 20_000_000, 20_000_000)]
    public void Two_figures_are_idle_and_full_load(string text, long idle, long max)
    {
        Assert.True(ModelParameters.TryParse(text, out var parameters, out var error));
        Assert.Equal("", error);
        Assert.Equal((idle, max), (parameters.IdleMicrowatts, parameters.MaxMicrowatts));
        Assert.Equal("given by --model.cpu-watts", parameters.Source);
    }

    [Theory]
    [InlineData("", "'' is not idle and full-load watts such as 10,65")]
    [InlineData("10", "'10' is not idle and full-load watts such as 10,65")]
    [InlineData("10,", "'10,' is not idle and full-load watts such as 10,65")]
    [InlineData("10,65,70", "'10,65,70' is not idle and full-load watts such as 10,65")]
    [InlineData("10;65", "'10;65' is not idle and full-load watts such as 10,65")]
    [InlineData("ten,65", "'ten,65' is not idle and full-load watts such as 10,65")]
    [InlineData("-1,65", "'-1,65' is not idle and full-load watts such as 10,65")]
    [InlineData("1,1e9", "'1,1e9' is not idle and full-load watts such as 10,65")]
    [InlineData("1,NaN", "'1,NaN' is not idle and full-load watts such as 10,65")]
    [InlineData("1,Infinity", "'1,Infinity' is not idle and full-load watts such as 10,65")]
    [InlineData("1,99999999999999999999999999999999", "'1,99999999999999999999999999999999' is not idle and full-load watts such as 10,65")]
    [InlineData("0,65", "'0,65' is out of range: watts are above 0 and at most 10000")]
    [InlineData("1,10000.1", "'1,10000.1' is out of range: watts are above 0 and at most 10000")]
    [InlineData("66,65", "'66,65' has more watts idle than at full load")]
    public void Anything_else_is_refused_with_the_reason(string text, string expected)
    {
        Assert.False(ModelParameters.TryParse(text, out var parameters, out var error));
        Assert.Null(parameters);
        Assert.Equal(expected, error);
    }

    [Fact]
    public void The_culture_of_the_machine_changes_nothing()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            german.NumberFormat.NumberDecimalSeparator = ",";
            german.NumberFormat.NumberGroupSeparator = ".";
            CultureInfo.CurrentCulture = german;
            Assert.True(ModelParameters.TryParse("1.5,2.5", out var parameters, out _));
            Assert.Equal((1_500_000, 2_500_000), (parameters.IdleMicrowatts, parameters.MaxMicrowatts));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void The_default_grows_with_the_hardware_threads_and_calls_itself_a_guess()
    {
        var parameters = ModelParameters.FromThreads(16);
        Assert.Equal((11_840_000, 56_000_000), (parameters.IdleMicrowatts, parameters.MaxMicrowatts));
        Assert.Equal(
            "a guess from 16 hardware threads (Cloud Carbon Footprint's averages of 0.74 W and 3.5 W each), uncertain by about 60 %", parameters.Source);
        Assert.True(parameters.IsGuess);
        Assert.Equal(ModelParameters.FromThreads(1), ModelParameters.FromThreads(0));
        Assert.Equal(10_000_000_000, ModelParameters.FromThreads(int.MaxValue).MaxMicrowatts);
    }
}
