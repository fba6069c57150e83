using Wattshare.Exporter.Sensors.Rapl;

namespace Wattshare.Exporter.Tests.Sensors.Rapl;

public sealed class RaplAddressTests
{
    [Theory]
    [InlineData("intel-rapl:0", nameof(RaplInterface.Msr), "", false)]
    [InlineData("intel-rapl:12:3", nameof(RaplInterface.Msr), "", true)]
    [InlineData("intel-rapl-mmio:0:0", nameof(RaplInterface.Mmio), "mmio:", true)]
    [InlineData("intel-rapl-tpmi:1", nameof(RaplInterface.Tpmi), "tpmi:", false)]
    [InlineData("intel-rapl-new:1", nameof(RaplInterface.Other), "new:", false)]
    public void The_directories_of_zones_are_known(string text, string expected, string prefix, bool child)
    {
        Assert.True(RaplAddress.TryParse(text, out var address));
        Assert.Equal((expected, prefix, child), (address.Interface.ToString(), address.LabelPrefix, address.IsChild));
        Assert.Equal(text, address.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("intel-rapl")]
    [InlineData("intel-rapl:")]
    [InlineData("intel-rapl:x")]
    [InlineData("intel-rapl:-1")]
    [InlineData("intel-rapl:00")]
    [InlineData("intel-rapl:0:")]
    [InlineData("intel-rapl:0:1:2")]
    [InlineData("intel-rapl:99999999999")]
    [InlineData("intel-rapl-:0")]
    [InlineData("intel-raplx:0")]
    [InlineData("dtpm:0")]
    public void Every_other_directory_is_left_alone(string text) => Assert.False(RaplAddress.TryParse(text, out _));

    [Fact]
    public void Parents_come_before_their_children_and_numbers_sort_as_numbers()
    {
        string[] texts = ["intel-rapl:10", "intel-rapl:2:0", "intel-rapl-mmio:0", "intel-rapl:2", "intel-rapl:0:1"];
        var sorted = texts.Select(Parse).Order().Select(address => address.ToString());
        Assert.Equal(["intel-rapl:0:1", "intel-rapl:2", "intel-rapl:2:0", "intel-rapl:10", "intel-rapl-mmio:0"], sorted);
        Assert.Equal(Parse("intel-rapl:2"), Parse("intel-rapl:2:0").Parent);
    }

    private static RaplAddress Parse(string text)
    {
        Assert.True(RaplAddress.TryParse(text, out var address));
        return address;
    }
}
