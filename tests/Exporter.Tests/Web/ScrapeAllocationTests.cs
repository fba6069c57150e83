using Wattshare.Exporter.Sampling;
using Wattshare.Exporter.Tests.Exposition;
using Wattshare.Exporter.Web;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Web;

/// <summary>What a scrape allocates beside what the server needs for the connection.</summary>
public sealed class ScrapeAllocationTests
{
    private const string Prometheus =
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,"
        + "text/plain;version=1.0.0;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2";

    [Theory]
    [InlineData("", "")]
    [InlineData(Prometheus, "gzip")]
    [InlineData("text/plain;q=\"0.5\";;,,", "br;q=1, gzip;q=0.5, identity;q=0.1")]
    public void The_handler_of_a_scrape_allocates_nothing_of_its_own(string accept, string encoding)
    {
        var time = new ManualTime();
        var latest = new Latest();
        latest.Publish(SampleReports.Full());
        using var endpoints = new WebEndpoints(RunningServer.Options("127.0.0.1:0"), new WebSources(latest, Rendering.NewSources(time), time));
        var context = BodyResponseTests.NewContext(new FakeConnection());
        context.Request.Path = "/metrics";
        context.Request.Headers.Accept = accept;
        context.Request.Headers.AcceptEncoding = encoding;
        Scrape();
        Scrape();

        // The text of the length, which the context of the test keeps and Kestrel does not; and in a debug build, where the compiler
        // makes state machines objects, the one of sending.
        Assert.InRange(Allocations.Of(Scrape), 32, 160);

        void Scrape()
        {
            context.Response.Headers.Clear();
            var answer = endpoints.HandleAsync(context);
            Assert.True(answer.IsCompletedSuccessfully);
        }
    }
}
