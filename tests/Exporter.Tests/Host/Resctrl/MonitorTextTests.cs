using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Wattshare.Exporter.Host.Resctrl;

namespace Wattshare.Exporter.Tests.Host.Resctrl;

public sealed class MonitorTextTests
{
    [Theory]
    [InlineData("0\n", 0)]
    [InlineData("9223372036854775807\n", long.MaxValue)]
    public void A_counter_is_a_number(string text, long expected)
    {
        Assert.True(MonitorText.TryParseBytes(Encoding.ASCII.GetBytes(text), out var bytes));
        Assert.Equal(expected, bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Unavailable\n")]
    [InlineData("Error\n")]
    [InlineData("Unassigned\n")]
    [InlineData("12")]
    [InlineData("12\n\n")]
    [InlineData("-1\n")]
    [InlineData("+1\n")]
    [InlineData("9223372036854775808\n")]
    [InlineData("184467440737095516160\n")]
    public void What_is_no_number_is_no_traffic(string text) => Assert.False(MonitorText.TryParseBytes(Encoding.ASCII.GetBytes(text), out _));

    [Theory]
    [InlineData("0\n", false)]
    [InlineData("00000000,00000000\n", false)]
    [InlineData("", false)]
    [InlineData("00000000,00000f00\n", true)]
    [InlineData("nonsense\n", true)]
    public void A_mask_has_threads_or_has_none(string text, bool expected) => Assert.Equal(expected, MonitorText.HasThreads(Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData("12\n345\n", new[] { 12, 345 }, "")]
    [InlineData("12\n34", new[] { 12 }, "34")]
    [InlineData("12\n-3\n", new[] { 12 }, "-3\n")]
    [InlineData("0\n", new int[0], "0\n")]
    [InlineData("99999999999\n", new int[0], "99999999999\n")]
    public void Tasks_are_taken_until_there_is_none(string text, int[] expected, string left)
    {
        ReadOnlySpan<byte> rest = Encoding.ASCII.GetBytes(text);
        var tasks = new List<int>();
        while (MonitorText.TryTakeTask(ref rest, out var task)) tasks.Add(task);
        Assert.Equal(expected, tasks);
        Assert.Equal(left, Encoding.ASCII.GetString(rest));
    }

    [Fact]
    public void Any_bytes_are_answered() => Prop.ForAll(
        Gen.Choose(0, 255).Select(number => (byte)number).ArrayOf().ToArbitrary(),
        bytes =>
        {
            ReadOnlySpan<byte> rest = bytes;
            while (MonitorText.TryTakeTask(ref rest, out var task)) Assert.True(task > 0);
            return !MonitorText.TryParseBytes(bytes, out var counter) || counter >= 0;
        }).Check(Config.QuickThrowOnFailure);
}
