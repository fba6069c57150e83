using FsCheck;
using FsCheck.Fluent;
using Wattshare.Exporter.Host.Cgroups;

namespace Wattshare.Exporter.Tests.Host;

public sealed class CpuQuotaTests
{
    [Theory]
    [InlineData("max 100000\n", 0)]
    [InlineData("150000 100000\n", 1_500)]
    [InlineData("1000 1000000\n", 1)]
    [InlineData("33333 100000\n", 333)]
    [InlineData("400000 1000\n", 400_000)]
    [InlineData("65536000000 1000000\n", 65_536_000)]
    public void A_limit_of_version_2_is_quota_by_period(string text, long expected)
    {
        Assert.True(CpuQuota.TryParse(Bytes(text), out var limit));
        Assert.Equal(expected, limit);
    }

    [Theory]
    [InlineData("")]
    [InlineData("max")]
    [InlineData("max\n")]
    [InlineData("max 100000")]
    [InlineData("max 0\n")]
    [InlineData("100000 0\n")]
    [InlineData("0 100000\n")]
    [InlineData("-1 100000\n")]
    [InlineData("-100000 100000\n")]
    [InlineData("+100000 100000\n")]
    [InlineData("100000 -100000\n")]
    [InlineData("100000 999\n")]
    [InlineData("100000 1000001\n")]
    [InlineData("999 100000\n")]
    [InlineData("65537000000 1000000\n")]
    [InlineData("9223372036854775807 1000\n")]
    [InlineData("99999999999999999999 100000\n")]
    [InlineData("100000 100000 1\n")]
    [InlineData("100000  100000\n")]
    [InlineData("100000\t100000\n")]
    [InlineData("1e5 100000\n")]
    [InlineData("maximum 100000\n")]
    [InlineData("\0\0\0\0")]
    public void What_the_kernel_would_not_write_is_no_limit_of_version_2(string text)
    {
        Assert.False(CpuQuota.TryParse(Bytes(text), out var limit));
        Assert.Equal(0, limit);
    }

    [Theory]
    [InlineData("-1\n", "100000\n", 0)]
    [InlineData("-1\n", "", 0)]
    [InlineData("50000\n", "100000\n", 500)]
    [InlineData("200000\n", "50000\n", 4_000)]
    public void A_limit_of_version_1_is_in_two_files(string quota, string period, long expected)
    {
        Assert.True(CpuQuota.TryParse(Bytes(quota), Bytes(period), out var limit));
        Assert.Equal(expected, limit);
    }

    [Theory]
    [InlineData("", "100000\n")]
    [InlineData("-2\n", "100000\n")]
    [InlineData("0\n", "100000\n")]
    [InlineData("50000\n", "0\n")]
    [InlineData("50000\n", "")]
    [InlineData("50000\n", "-100000\n")]
    [InlineData("50000", "100000\n")]
    [InlineData("50000\n1\n", "100000\n")]
    [InlineData("9223372036854775807\n", "1000\n")]
    public void What_the_kernel_would_not_write_is_no_limit_of_version_1(string quota, string period) =>
        Assert.False(CpuQuota.TryParse(Bytes(quota), Bytes(period), out _));

    [Fact]
    public void Whatever_is_taken_for_a_limit_is_one_that_a_host_can_have()
    {
        var texts = Gen.Choose(0, 12).SelectMany(length => Gen.Elements("0123456789 \n-max".ToCharArray()).ArrayOf(length)).ToArbitrary();
        Prop.ForAll(texts, text => !CpuQuota.TryParse(Bytes(new string(text)), out var limit) || limit is >= 0 and <= CpuQuota.MaxMillithreads)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    private static byte[] Bytes(string text) => [.. text.Select(character => (byte)character)];
}
