using System.Net;
using System.Net.Sockets;
using System.Text;
using Wattshare.Attribution.Reporting;
using Wattshare.Exporter.Tests.Exposition;

namespace Wattshare.Exporter.Tests.Web;

public sealed class OtherEndpointTests
{
    [Theory]
    [InlineData("/metrics")]
    [InlineData("/")]
    [InlineData("/-/healthy")]
    [InlineData("/-/ready")]
    [InlineData("/api/v1/snapshot")]
    [InlineData("/api/v1/history")]
    public async Task Methods_that_would_change_something_are_refused_and_the_others_named(string path)
    {
        await using var server = await RunningServer.StartAsync(SampleReports.Full());
        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Options, HttpMethod.Patch })
        {
            using var answer = await server.SendAsync(method, path);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
            Assert.Equal(["GET", "HEAD"], answer.Content.Headers.Allow.Order());
        }
    }

    [Theory]
    [InlineData("/favicon.ico")]
    [InlineData("/metrics/x")]
    [InlineData("/api/v1")]
    [InlineData("/-/reload")]
    [InlineData("/%2e%2e/etc/passwd")]
    public async Task Anything_else_is_not_found(string path)
    {
        await using var server = await RunningServer.StartAsync(SampleReports.Full());
        using var answer = await server.SendAsync(HttpMethod.Get, path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
    }

    [Fact]
    public async Task The_exporter_is_healthy_until_no_sample_came_for_thirty_seconds()
    {
        await using var server = await RunningServer.StartAsync(SampleReports.Full());
        Assert.Equal((HttpStatusCode.OK, "healthy\n"), await Ask(server, "/-/healthy"));
        server.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal((HttpStatusCode.OK, "healthy\n"), await Ask(server, "/-/healthy"));
        server.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "no sample for 31 s: the sampler has stopped\n"), await Ask(server, "/-/healthy"));
        server.Metrics.Clock.Taken(server.Time.GetTimestamp());
        Assert.Equal((HttpStatusCode.OK, "healthy\n"), await Ask(server, "/-/healthy"));
    }

    [Fact]
    public async Task The_exporter_is_ready_after_the_first_complete_interval()
    {
        await using var server = await RunningServer.StartAsync();
        var waiting = (HttpStatusCode.ServiceUnavailable, "waiting for the first complete interval\n");
        Assert.Equal(waiting, await Ask(server, "/-/ready"));
        server.Latest.Publish(SampleReports.Full(1) with { Intervals = 0 });
        Assert.Equal(waiting, await Ask(server, "/-/ready"));
        server.Latest.Publish(Whole(2) with { Intervals = 1 });
        Assert.Equal((HttpStatusCode.OK, "ready\n"), await Ask(server, "/-/ready"));
    }

    [Fact]
    public async Task An_exporter_without_energy_is_ready_and_says_what_is_absent()
    {
        const string Advice = "run 'wattshare check' as the user of the service, which says why and what mends it\n";
        await using var server = await RunningServer.StartAsync(SampleReports.Full());
        Assert.Equal((HttpStatusCode.OK, "ready\nno energy at present of dram: " + Advice), await Ask(server, "/-/ready"));
        server.Latest.Publish(SampleReports.Full(8) with { Live = default });
        Assert.Equal((HttpStatusCode.OK, "ready\nno energy at present of cpu, dram: " + Advice), await Ask(server, "/-/ready"));
        server.Latest.Publish(SampleReports.Full(9) with { Live = default, Measured = default });
        Assert.Equal((HttpStatusCode.OK, "ready\nno energy source can be read: " + Advice), await Ask(server, "/-/ready"));
        server.Latest.Publish(SampleReports.Full(10) with { Live = default, Measured = default, Intervals = 0 });
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "waiting for the first complete interval\n"), await Ask(server, "/-/ready"));
    }

    [Fact]
    public async Task A_guest_says_that_it_waits_for_its_share()
    {
        string? reason = "waiting for the share /var/lib/wattshare";
        await using var server = await RunningServer.StartAsync(Whole(1), waiting: () => reason);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, reason + "\n"), await Ask(server, "/-/ready"));
        reason = null;
        Assert.Equal((HttpStatusCode.OK, "ready\n"), await Ask(server, "/-/ready"));
    }

    [Fact]
    public async Task A_request_with_an_endless_header_is_refused_and_the_next_one_served()
    {
        await using var server = await RunningServer.StartAsync(SampleReports.Full());
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(server.Address.Host, server.Address.Port);
            var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET /metrics HTTP/1.1\r\nHost: localhost\r\nAccept: {new string('a', 20_000)}\r\n\r\n"));
            var start = new byte[12];
            await stream.ReadExactlyAsync(start);
            Assert.Equal("HTTP/1.1 431", Encoding.ASCII.GetString(start));
        }

        Assert.Equal((HttpStatusCode.OK, "healthy\n"), await Ask(server, "/-/healthy"));
    }

    /// <summary>All that is measured has energy.</summary>
    private static PowerReport Whole(long sequence)
    {
        var report = SampleReports.Full(sequence);
        return report with { Live = report.Measured };
    }

    private static async Task<(HttpStatusCode Status, string Text)> Ask(RunningServer server, string path)
    {
        using var answer = await server.SendAsync(HttpMethod.Get, path);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
