using Wattshare.Exporter.Web;

namespace Wattshare.Exporter.Tests.Web;

public sealed class AcceptHeaderTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("*/*", false)]
    [InlineData("text/plain", false)]
    [InlineData("application/json", false)]
    [InlineData("application/openmetrics-text", true)]
    [InlineData("application/openmetrics-text; version=1.0.0", true)]
    [InlineData("application/openmetrics-text; version=\"1.0.0\"; charset=utf-8", true)]
    [InlineData("APPLICATION/OpenMetrics-Text;Version=1.0.0", true)]
    [InlineData("application/openmetrics-text; version=0.0.1", false)]
    [InlineData("application/openmetrics-text; version=2.0.0", false)]
    [InlineData("application/openmetrics-text;q=0", false)]
    [InlineData("application/openmetrics-text;q=0.000", false)]
    [InlineData("application/openmetrics-text;q=0.001", true)]
    [InlineData("application/openmetrics-text;q=abc", false)]
    [InlineData("application/openmetrics-text;q=1.5", false)]
    [InlineData("application/openmetrics-text;q=-1", false)]
    [InlineData("text/plain, application/openmetrics-text", false)]
    [InlineData("application/openmetrics-text, text/plain", true)]
    [InlineData("text/plain;q=0.9, application/openmetrics-text", true)]
    [InlineData("application/openmetrics-text;q=0.3, text/plain;version=0.0.4;q=0.5", false)]
    [InlineData("text/plain;q=0.2, application/openmetrics-text;q=0.2, application/openmetrics-text;q=0.8", true)]
    [InlineData("*/*, application/openmetrics-text;q=0.5", true)]
    [InlineData(",,,;;;q=, application/openmetrics-text", true)]
    [InlineData("application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1", true)]
    [InlineData("application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.2", true)]
    public void The_format_follows_the_accept_header(string? header, bool openMetrics) =>
        Assert.Equal(openMetrics, AcceptHeader.PrefersOpenMetrics(header));

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("gzip", true)]
    [InlineData("GZIP", true)]
    [InlineData("x-gzip", true)]
    [InlineData("gzip, deflate, br", true)]
    [InlineData("gzip;q=0", false)]
    [InlineData("gzip; q=0.0", false)]
    [InlineData("gzip;q=0, *", false)]
    [InlineData("*", true)]
    [InlineData("*;q=0", false)]
    [InlineData("br, identity", false)]
    [InlineData("gzip;q=0.5, identity;q=0.9", false)]
    [InlineData("gzip;q=0.9, identity;q=0.5", true)]
    [InlineData("identity;q=0, gzip;q=0.1", true)]
    [InlineData("gzip;q=nonsense", false)]
    public void Compression_follows_the_accept_encoding_header(string? header, bool gzip) => Assert.Equal(gzip, AcceptHeader.PrefersGzip(header));

    [Fact]
    public void Several_headers_are_one_list() =>
        Assert.True(AcceptHeader.PrefersOpenMetrics(new[] { "text/plain;q=0.1", "application/openmetrics-text" }));
}
