using System.Text;
using Wattshare.Exporter.Tests.Exposition;

namespace Wattshare.Exporter.Tests.Web;

/// <summary>What no scraper sends. Each gets its answer or its end, and the next client is served.</summary>
public sealed class MalformedRequestTests
{
    private const string End = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    public static TheoryData<string, string> Requests => new()
    {
        { "\r\n\r\n\0\0\0\r\n\r\n", "400" },
        { "no request at all\r\n\r\n", "400" },
        { "GET /metrics HTTP/9.9\r\nHost: localhost\r\n\r\n", "505" },
        { "GET /metrics HTTP/1.1\r\n\r\n", "400" },
        { "GET /metrics HTTP/1.1\r\nHost: localhost\r\nHost: y\r\n\r\n", "400" },
        { "GET /metrics HTTP/1.1\r\nHost: localhost\r\nno colon\r\n\r\n", "400" },
        { "GET /metrics HTTP/1.1\r\nHost: localhost\r\nAccept: \0\r\n\r\n", "400" },
        { "GET /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "400" },
        { "GET /metrics%00" + End, "400" },
        { "GET /metrics?" + new string('a', 5_000) + End, "414" },
        { "GET /metrics HTTP/1.1\r\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"H{i}: x\r\n")) + "\r\n", "431" },
        { "GET /metrics HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: " + new string(',', 20_000) + "\r\n\r\n", "431" },
        { "GET /metrics HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n", "400" },
        { "get /metrics" + End, "200" },
        { "BREW /metrics" + End, "405" },
        { "TRACE /metrics" + End, "405" },
        { "OPTIONS *" + End, "404" },
        { "CONNECT x:1 HTTP/1.1\r\nHost: x:1\r\nConnection: close\r\n\r\n", "421" },
        { "GET /../../etc/passwd" + End, "404" },
        { "GET /%2e%2e%2f%2e%2e%2fetc/passwd" + End, "404" },
        { "GET /metrics/..%2f..%2fetc/passwd" + End, "404" },
        { "GET //metrics" + End, "404" },
        { "GET /metrics/../-/healthy" + End, "200" },
        { "GET http://elsewhere.example/-/healthy HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\n\r\n", "421" },
        { "GET http://localhost/-/healthy HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "200" },
        { "GET /METRICS/?a=b" + End, "200" },
        { "GET /-/healthy HTTP/1.0\r\n\r\n", "200" },
        { "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "" },
        { "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003" + new string('x', 500), "" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_request_that_makes_no_sense_ends_its_own_connection_only(string request, string status)
    {
        await using var server = await RunningServer.StartAsync(SampleReports.Full());
        using var client = new RawClient(server);
        client.Send(request);
        var answer = client.ReadToEnd();
        if (status.Length > 0) Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        else Assert.DoesNotContain("200 OK", answer, StringComparison.Ordinal);
        Assert.Contains("\nwattshare_build_info{", await Scrape(server), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Length: 1000000000")]
    [InlineData("Content-Length: 1000000000\r\nExpect: 100-continue")]
    [InlineData("Transfer-Encoding: chunked")]
    public async Task A_body_is_refused_without_being_read(string headers)
    {
        await using var server = await RunningServer.StartAsync(SampleReports.Full());
        using var client = new RawClient(server);
        client.Send($"POST /metrics HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n\r\n");
        Assert.Equal("HTTP/1.1 405 ", client.Read(13));

        // A gigabyte is offered; what the kernel's buffers hold is all that is taken of it.
        var chunk = Encoding.ASCII.GetBytes("10000\r\n" + new string('x', 0x10000) + "\r\n");
        Assert.InRange(client.SendUntilRefused(chunk, 16_000), 0, 2_000);
        Assert.Contains("\nwattshare_build_info{", await Scrape(server), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_in_one_go_are_answered_in_their_order()
    {
        await using var server = await RunningServer.StartAsync(SampleReports.Full());
        using var client = new RawClient(server);
        client.Send(string.Concat(Enumerable.Repeat("GET /-/healthy HTTP/1.1\r\nHost: localhost\r\n\r\nGET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n", 20)) + "GET /" + End);
        var statuses = client.ReadToEnd().Split("HTTP/1.1 ").Skip(1).Select(answer => answer[..3]);
        Assert.Equal([.. Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? "200" : "404"), "200"], statuses);
    }

    [Fact]
    public async Task A_client_that_ends_its_half_of_the_connection_ends_only_its_own()
    {
        await using var server = await RunningServer.StartAsync(LargeReports.Of(4_900));
        using var client = new RawClient(server);
        client.Send("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
        client.EndSending();

        // Kestrel takes the end of the requests for the end of the client: what comes is a part of the answer, or nothing.
        Assert.StartsWith(client.ReadToEnd() is { Length: > 8 } part ? part[..8] : "", "HTTP/1.1 200 OK", StringComparison.Ordinal);
        Assert.Contains("\nwattshare_build_info{", await Scrape(server), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Accept")]
    [InlineData("Accept-Encoding")]
    public async Task A_header_as_long_as_is_allowed_is_read(string name)
    {
        await using var server = await RunningServer.StartAsync(SampleReports.Full());
        using var client = new RawClient(server);
        client.Send($"GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{name}: {string.Concat(Enumerable.Repeat("\"a;,=q;", 2_200))}\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 ", client.ReadToEnd(), StringComparison.Ordinal);
    }

    private static Task<string> Scrape(RunningServer server) => server.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
}
