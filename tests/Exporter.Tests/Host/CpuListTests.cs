using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Wattshare.Exporter.Host.Cgroups;

namespace Wattshare.Exporter.Tests.Host;

public sealed class CpuListTests
{
    [Theory]
    [InlineData("\n", 0)]
    [InlineData("0\n", 1)]
    [InlineData("0-3\n", 4)]
    [InlineData("0-3,8,10-11\n", 7)]
    [InlineData("65535\n", 1)]
    [InlineData("0-65535\n", 65_536)]
    public void Threads_are_counted(string text, long expected)
    {
        Assert.True(CpuList.TryCount(Encoding.ASCII.GetBytes(text), out var count));
        Assert.Equal(expected, count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0-3")]
    [InlineData(",\n")]
    [InlineData("0,\n")]
    [InlineData(",0\n")]
    [InlineData("3-0\n")]
    [InlineData("0-3,2\n")]
    [InlineData("0,0\n")]
    [InlineData("0-\n")]
    [InlineData("-3\n")]
    [InlineData("+3\n")]
    [InlineData("65536\n")]
    [InlineData("0-4294967295\n")]
    [InlineData("0-99999999999\n")]
    [InlineData("0 1\n")]
    [InlineData("all\n")]
    [InlineData("\0\n")]
    public void What_is_no_list_counts_nothing(string text)
    {
        Assert.False(CpuList.TryCount(Encoding.ASCII.GetBytes(text), out var count));
        Assert.Equal(0, count);
    }

    [Fact]
    public void Any_set_written_as_the_kernel_writes_it_is_counted()
    {
        Prop.ForAll(Gen.Choose(0, 99).ListOf().ToArbitrary(), numbers =>
        {
            var threads = numbers.Distinct().Order().ToList();
            return CpuList.TryCount(Encoding.ASCII.GetBytes(string.Join(',', threads) + "\n"), out var count) && count == threads.Count;
        }).QuickCheckThrowOnFailure();
    }
}
