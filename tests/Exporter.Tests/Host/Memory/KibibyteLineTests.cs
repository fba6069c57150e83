using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Wattshare.Exporter.Host.Memory;

namespace Wattshare.Exporter.Tests.Host.Memory;

public sealed class KibibyteLineTests
{
    [Theory]
    [InlineData("MemTotal:       16316412 kB\nMemFree: 1 kB\n", 16_316_412)]
    [InlineData("MemFree: 1 kB\nMemTotal:\t0 kB\n", 0)]
    [InlineData("MemTotal:4398046511104 kB\n", 4_398_046_511_104)]
    public void The_number_of_the_line_is_found(string text, long expected)
    {
        Assert.True(KibibyteLine.TryParse(Encoding.ASCII.GetBytes(text), "MemTotal:"u8, 1L << 42, out var value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MemTotal:")]
    [InlineData("MemTotal: \n")]
    [InlineData("MemTotal: 123")]
    [InlineData("MemTotal: 123 kB")]
    [InlineData("MemTotal: 123 MB\n")]
    [InlineData("MemTotal: -1 kB\n")]
    [InlineData("MemTotal: +1 kB\n")]
    [InlineData("MemTotal: 0x10 kB\n")]
    [InlineData("MemTotal: 4398046511105 kB\n")]
    [InlineData("MemTotal: 99999999999999999999999 kB\n")]
    [InlineData("XMemTotal: 1 kB\n")]
    [InlineData("MemFree: 1 kB\n")]
    public void What_is_no_such_line_is_refused(string text)
    {
        Assert.False(KibibyteLine.TryParse(Encoding.ASCII.GetBytes(text), "MemTotal:"u8, 1L << 42, out var value));
        Assert.Equal(0, value);
    }

    [Fact]
    public void Any_bytes_are_answered() => Prop.ForAll(
        Gen.Choose(0, 255).Select(number => (byte)number).ArrayOf().ToArbitrary(),
        bytes => KibibyteLine.TryParse([.. "MemTotal:"u8, .. bytes], "MemTotal:"u8, 99, out var value) || value == 0).Check(Config.QuickThrowOnFailure);
}
