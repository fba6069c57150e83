using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Tests;

public sealed class ContainerIdsTests
{
    private const string Random = "589fb66598776702698dbd3609754bb97d962a3caf73a66de718b95c30dcdc04";

    [Theory]
    [InlineData(Random, "589fb6659877")]
    [InlineData("production-web-01", "production-web-01")]
    [InlineData("web", "web")]
    [InlineData("", "")]
    [InlineData("589fb66598776702698dbd3609754bb9", "589fb66598776702698dbd3609754bb9")]
    [InlineData(Random + "0", Random + "0")]
    [InlineData("589FB66598776702698DBD3609754BB97D962A3CAF73A66DE718B95C30DCDC04", "589FB66598776702698DBD3609754BB97D962A3CAF73A66DE718B95C30DCDC04")]
    [InlineData("g89fb66598776702698dbd3609754bb97d962a3caf73a66de718b95c30dcdc04", "g89fb66598776702698dbd3609754bb97d962a3caf73a66de718b95c30dcdc04")]
    public void Only_random_digits_are_shortened(string id, string expected)
    {
        Assert.Equal(expected, ContainerIds.Shorten(id).ToString());
        Assert.Equal(expected, new ContainerInfo { Id = id, Runtime = "lxc", Name = "" }.ShortId);
    }

    [Fact]
    public void A_name_that_stays_whole_is_no_new_text()
    {
        var container = new ContainerInfo { Id = "production-web-01", Runtime = "lxc", Name = "" };
        Assert.Same(container.Id, container.ShortId);
    }
}
