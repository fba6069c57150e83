using FsCheck;
using FsCheck.Fluent;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Tests.Options;

public class DurationTests
{
    [Theory]
    [InlineData("1ms", 1)]
    [InlineData("500ms", 500)]
    [InlineData("1s", 1_000)]
    [InlineData("2m", 120_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("0s", 0)]
    [InlineData("007s", 7_000)]
    public void Durations_are_a_whole_number_and_a_unit(string text, long milliseconds)
    {
        Assert.True(Duration.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("+1s")]
    [InlineData(" 1s")]
    [InlineData("1 s")]
    [InlineData("1.5s")]
    [InlineData("1,5s")]
    [InlineData("1S")]
    [InlineData("1sec")]
    [InlineData("1m30s")]
    [InlineData("0x10s")]
    [InlineData("1e3s")]
    [InlineData("٣s")]
    [InlineData("9223372036854775807h")]
    [InlineData("922337203686s")]
    [InlineData("99999999999999999999999999ms")]
    public void Everything_else_is_refused_without_an_exception(string text)
    {
        Assert.False(Duration.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.Zero, duration);
    }

    [Fact]
    public void The_longest_duration_is_the_last_that_fits()
    {
        Assert.True(Duration.TryParse("922337203685477ms", out _));
        Assert.False(Duration.TryParse("922337203685478ms", out _));
    }

    [Fact]
    public void What_is_formatted_parses_to_the_same() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<int>(),
        number =>
        {
            var duration = TimeSpan.FromMilliseconds(Math.Abs((long)number));
            return Duration.TryParse(Duration.Format(duration), out var parsed) && parsed == duration;
        }));

    [Theory]
    [InlineData(0, "0ms")]
    [InlineData(1, "1ms")]
    [InlineData(1_500, "1500ms")]
    [InlineData(60_000, "1m")]
    [InlineData(90_000, "90s")]
    [InlineData(7_200_000, "2h")]
    public void The_largest_unit_without_a_fraction_is_written(long milliseconds, string expected) =>
        Assert.Equal(expected, Duration.Format(TimeSpan.FromMilliseconds(milliseconds)));
}
