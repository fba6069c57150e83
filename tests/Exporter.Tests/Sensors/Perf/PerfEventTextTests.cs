using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Wattshare.Exporter.Sensors.Perf;

namespace Wattshare.Exporter.Tests.Sensors.Perf;

public sealed class PerfEventTextTests
{
    [Theory]
    [InlineData("event=0x02\n", 2)]
    [InlineData("event=0x1", 1)]
    [InlineData("event=0xfF", 255)]
    public void An_event_is_its_number(string text, int config)
    {
        Assert.True(PerfEventText.TryParseEvent(Encoding.UTF8.GetBytes(text), out var parsed));
        Assert.Equal((ulong)config, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("event=")]
    [InlineData("event=0x")]
    [InlineData("event=2")]
    [InlineData("event=0x100")]
    [InlineData("event=0x2,umask=0x1")]
    [InlineData("event=0x2 ")]
    [InlineData("event=0xg")]
    [InlineData("Event=0x2")]
    public void Anything_else_is_no_event(string text) => Assert.False(PerfEventText.TryParseEvent(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("0\n", "0")]
    [InlineData("0,24\n", "0 24")]
    [InlineData("0-2,7", "0 1 2 7")]
    [InlineData("\n", "")]
    [InlineData("", "")]
    public void A_list_of_processors_is_read(string text, string cpus)
    {
        var list = new List<int> { 99 };
        Assert.True(PerfEventText.TryParseCpus(Encoding.UTF8.GetBytes(text), list));
        Assert.Equal(cpus, string.Join(' ', list));
    }

    [Theory]
    [InlineData(",")]
    [InlineData("0,")]
    [InlineData("3-1")]
    [InlineData("-1")]
    [InlineData("1-")]
    [InlineData("0-4000000000")]
    [InlineData("0-16384")]
    [InlineData("0x1")]
    [InlineData("0 1")]
    [InlineData("0\0")]
    public void Anything_else_is_no_list(string text)
    {
        var list = new List<int>();
        Assert.False(PerfEventText.TryParseCpus(Encoding.UTF8.GetBytes(text), list));
        Assert.Empty(list);
    }

    [Fact]
    public void No_bytes_make_a_parser_throw() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(),
        static bytes =>
        {
            _ = PerfEventText.TryParseCpus(bytes, []);
            _ = PerfEventText.TryParseEvent(bytes, out _);
            return PerfScale.TryParse(bytes, out var scale) == (scale.Denominator > 0);
        }));
}
