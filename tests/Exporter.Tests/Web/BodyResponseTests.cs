using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Wattshare.Exporter.Sampling;
using Wattshare.Exporter.Tests.Exposition;
using Wattshare.Exporter.Web;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Web;

public sealed class BodyResponseTests : IDisposable
{
    private readonly Latest _latest = new();
    private readonly BodyShelf _shelf = new();
    private readonly ReportCache _cache;

    public BodyResponseTests()
    {
        var text = new byte[1_000_000];
        _latest.Publish(SampleReports.Full(1));
        _cache = new ReportCache(_latest, new ManualTime(), _shelf, new Lock(), (_, output) => output.Write(text));
    }

    [Fact]
    public async Task A_large_body_is_given_in_parts_that_the_connection_can_hold()
    {
        var connection = new FakeConnection();
        var context = NewContext(connection);
        await BodyResponse.WriteAsync(context, "text/plain", _cache);
        Assert.Equal((1_000_000, 62), (connection.Taken, connection.Writes));
        Assert.Equal(1_000_000, context.Response.ContentLength);
    }

    [Fact]
    public async Task A_client_that_is_gone_gives_its_lease_back_and_gets_nothing_more()
    {
        var connection = new FakeConnection { EndsAfter = 3 };
        await BodyResponse.WriteAsync(NewContext(connection), "text/plain", _cache);
        Assert.Equal(3, connection.Writes);
        AssertNoLeaseIsLeft();
    }

    [Fact]
    public async Task A_connection_that_breaks_gives_its_lease_back()
    {
        var context = NewContext(new FakeConnection { BreaksAt = 2 });
        await Assert.ThrowsAsync<IOException>(() => BodyResponse.WriteAsync(context, "text/plain", _cache));
        AssertNoLeaseIsLeft();
    }

    [Fact]
    public async Task A_head_takes_no_bytes_and_keeps_no_lease()
    {
        var connection = new FakeConnection();
        var context = NewContext(connection);
        context.Request.Method = "HEAD";
        await BodyResponse.WriteAsync(context, "text/plain", _cache);
        Assert.Equal((0L, 1_000_000L), (connection.Taken, context.Response.ContentLength));
        AssertNoLeaseIsLeft();
    }

    public void Dispose()
    {
        _cache.Dispose();
        _shelf.Dispose();
    }

    internal static HttpContext NewContext(FakeConnection connection)
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpResponseBodyFeature>(connection);
        context.Request.Method = "GET";
        return context;
    }

    // The body goes to the shelf when the cache lets go of it and nobody else holds it.
    private void AssertNoLeaseIsLeft()
    {
        Assert.Equal(0, _shelf.Count);
        _cache.Dispose();
        Assert.Equal(1, _shelf.Count);
    }
}
