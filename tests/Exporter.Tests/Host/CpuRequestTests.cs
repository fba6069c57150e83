using Wattshare.Exporter.Host.Cgroups;

namespace Wattshare.Exporter.Tests.Host;

public sealed class CpuRequestTests
{
    [Fact]
    public void Every_request_is_found_again_in_the_shares_that_the_kubelet_makes_of_it()
    {
        for (var request = 3L; request <= 256_000; request++) Assert.Equal(request, CpuRequest.FromShares(Math.Max(2, request * 1024 / 1000)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void The_least_shares_and_weight_are_no_request(long least)
    {
        Assert.Equal(0, CpuRequest.FromShares(least));
        Assert.Equal(0, CpuRequest.FromLinearWeight(Math.Min(1, least)));
        Assert.Equal(0, CpuRequest.FromCurvedWeight(Math.Min(1, least)));
        Assert.Equal(0, CpuRequest.FromWeight(Math.Min(1, least), 0, 0));
    }

    [Fact]
    public void A_request_is_found_again_in_the_documented_weight_to_half_of_a_step()
    {
        for (var request = 29L; request < 256_000; request++)
        {
            var weight = 1 + (((request * 1024 / 1000) - 2) * 9999 / 262_142);
            Assert.InRange(CpuRequest.FromLinearWeight(weight) - request, -CpuRequest.LinearError, CpuRequest.LinearError);
        }
    }

    [Theory]
    [InlineData(39, 987)]
    [InlineData(20, 501)]
    [InlineData(4, 91)]
    [InlineData(2, 40)]
    [InlineData(10_000, 256_000)]
    public void The_middle_of_the_shares_with_that_weight_is_taken(long weight, long expected) => Assert.Equal(expected, CpuRequest.FromLinearWeight(weight));

    [Theory]
    [InlineData(2, 5)]
    [InlineData(17, 100)]
    [InlineData(59, 509)]
    [InlineData(100, 1_000)]
    [InlineData(174, 2_012)]
    [InlineData(10_000, 256_000)]
    public void The_newer_conversion_is_turned_round(long weight, long expected) => Assert.Equal(expected, CpuRequest.FromCurvedWeight(weight));

    [Theory]
    [InlineData(39, 0, 0, 987)]
    [InlineData(39, 39, 0, 987)]
    [InlineData(39, 78, 1_000, 987)]
    [InlineData(39, 0, 980, 980)]
    public void The_documented_conversion_is_taken_where_nothing_speaks_against_it(long weight, long podWeight, long limit, long expected) =>
        Assert.Equal(expected, CpuRequest.FromWeight(weight, podWeight, limit));

    [Theory]
    [InlineData(100, 39, 0, 1_000)]
    [InlineData(100, 0, 1_000, 1_000)]
    [InlineData(100, 0, 2_000, 1_000)]
    [InlineData(100, 39, 500, 500)]
    public void The_newer_one_is_taken_where_the_pod_or_the_limit_shows_it(long weight, long podWeight, long limit, long expected) =>
        Assert.Equal(expected, CpuRequest.FromWeight(weight, podWeight, limit));
}
