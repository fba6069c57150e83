using System.IO.Compression;
using System.Net;
using Wattshare.Exporter.Tests.Exposition;

namespace Wattshare.Exporter.Tests.Web;

public sealed class MetricsEndpointTests
{
    [Fact]
    public async Task Text_is_the_default_and_says_its_version()
    {
        await using var server = await RunningServer.StartAsync(SampleReports.Full());
        using var answer = await server.Client.GetAsync(new Uri("/metrics", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.GetValues("Content-Type").Single());
        Assert.Equal("Accept, Accept-Encoding", string.Join(", ", answer.Headers.Vary));
        Assert.False(answer.Headers.Contains("Server"));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(Family(Rendering.Text(SampleReports.Full()), "wattshare_vm"), Family(text, "wattshare_vm"));
    }

    [Fact]
    public async Task Openmetrics_is_given_when_asked_for()
    {
        await using var server = await RunningServer.StartAsync(SampleReports.Full());
        using var answer = await server.SendAsync(
            HttpMethod.Get,
            "/metrics",
            ("Accept", "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1"));
        Assert.Equal("application/openmetrics-text; version=1.0.0; charset=utf-8", answer.Content.Headers.GetValues("Content-Type").Single());
        Assert.EndsWith("\n# EOF\n", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gzip_holds_the_same_bytes_and_is_left_out_when_refused()
    {
        await using var server = await RunningServer.StartAsync(SampleReports.Full());
        using var packed = await server.SendAsync(HttpMethod.Get, "/metrics", ("Accept-Encoding", "gzip"));
        using var plain = await server.SendAsync(HttpMethod.Get, "/metrics", ("Accept-Encoding", "gzip;q=0"));
        Assert.Equal(["gzip"], packed.Content.Headers.ContentEncoding);
        Assert.Empty(plain.Content.Headers.ContentEncoding);
        await using var gzip = new GZipStream(await packed.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        await gzip.CopyToAsync(unpacked);
        Assert.Equal(await plain.Content.ReadAsByteArrayAsync(), unpacked.ToArray());
    }

    [Fact]
    public async Task Head_has_the_headers_of_get_and_no_body()
    {
        await using var server = await RunningServer.StartAsync(SampleReports.Full());
        using var get = await server.SendAsync(HttpMethod.Get, "/metrics");
        using var head = await server.SendAsync(HttpMethod.Head, "/metrics");
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal((await get.Content.ReadAsByteArrayAsync()).Length, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Fifty_scrapers_at_once_get_the_same_bytes()
    {
        await using var server = await RunningServer.StartAsync(SampleReports.Full());
        var bodies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => server.Client.GetByteArrayAsync(new Uri("/metrics", UriKind.Relative))));
        Assert.All(bodies, body => Assert.Equal(bodies[0], body));
    }

    [Fact]
    public async Task A_new_report_is_seen_at_once()
    {
        await using var server = await RunningServer.StartAsync(SampleReports.Full());
        var first = await server.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        server.Latest.Publish(SampleReports.Full(8) with { ProcessOther = SampleReports.Amount(43, 0, 0) });
        var second = await server.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        Assert.Contains("process_other_energy_joules_total{component=\"cpu\"} 0.000042\n", first, StringComparison.Ordinal);
        Assert.Contains("process_other_energy_joules_total{component=\"cpu\"} 0.000043\n", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_age_goes_on_while_the_sampler_stands_still()
    {
        await using var server = await RunningServer.StartAsync(SampleReports.Full());
        Assert.Equal("1", await Age(server));
        server.Time.Advance(TimeSpan.FromSeconds(2.5));
        Assert.Equal("3.5", await Age(server));
    }

    [Theory]
    [InlineData("quote\" back\\slash\nline")]
    [InlineData("half \ud800 pair")]
    [InlineData("4kB")]
    public async Task A_hostile_name_reaches_the_scraper_as_a_valid_label(string name)
    {
        name = name == "4kB" ? new string('"', 4096) : name;
        await using var server = await RunningServer.StartAsync(SampleReports.WithVm(name));
        var samples = ReferenceParser.Parse(await server.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative)));
        var expected = name.Length > 1024 ? new string('"', 1023) + "…" : name.Replace('\ud800', '\ufffd');
        Assert.Equal(expected, Assert.Single(samples, s => s.Name == "wattshare_vm_info").Labels["vm"]);
    }

    [Fact]
    public async Task The_path_can_be_chosen()
    {
        await using var server = await RunningServer.StartAsync(SampleReports.Full(), path: "/prom/power.txt");
        using var there = await server.SendAsync(HttpMethod.Get, "/prom/power.txt");
        using var gone = await server.SendAsync(HttpMethod.Get, "/metrics");
        Assert.Equal(HttpStatusCode.OK, there.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    private static async Task<string> Age(RunningServer server) =>
        ReferenceParser.Parse(await server.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative)))
            .Single(s => s.Name == "wattshare_sample_age_seconds").Value;

    private static string Family(string text, string prefix) =>
        string.Join('\n', text.Split('\n').Where(line => line.Contains(prefix, StringComparison.Ordinal)));
}
