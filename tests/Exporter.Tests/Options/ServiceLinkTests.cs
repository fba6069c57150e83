using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Tests.Options;

public class ServiceLinkTests
{
    [Theory]
    [InlineData("WATTSHARE_SERVICE_HOST")]
    [InlineData("WATTSHARE_SERVICE_PORT")]
    [InlineData("WATTSHARE_SERVICE_PORT_METRICS")]
    [InlineData("WATTSHARE_PORT")]
    [InlineData("WATTSHARE_PORT_19288_TCP")]
    [InlineData("WATTSHARE_PORT_19288_TCP_ADDR")]
    [InlineData("WATTSHARE_METRICS_SERVICE_HOST")]
    [InlineData("WATTSHARE_METRICS_PORT_53_UDP_PROTO")]
    public void Variables_of_kubernetes_services_are_known(string name) => Assert.True(ServiceLink.Is(name));

    [Theory]
    [InlineData("WATTSHARE_PORTS")]
    [InlineData("WATTSHARE_PORT_HTTP")]
    [InlineData("WATTSHARE_SERVICE")]
    [InlineData("WATTSHARE_PORT\n")]
    public void Others_are_not(string name) => Assert.False(ServiceLink.Is(name));

    [Fact]
    public void No_option_looks_like_one() => Assert.DoesNotContain(OptionCatalog.All, option => ServiceLink.Is(option.EnvironmentName));
}
