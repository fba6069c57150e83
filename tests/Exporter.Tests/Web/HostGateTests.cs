using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Sampling;
using Wattshare.Exporter.Tests.Exposition;
using Wattshare.Exporter.Tests.Host;
using Wattshare.Exporter.Tests.Web.Access;
using Wattshare.Exporter.Web;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Web;

/// <summary>What a request may call the host that it asks.</summary>
public sealed class HostGateTests : IDisposable
{
    private readonly AccessFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("localhost:8080", true)]
    [InlineData("LocalHost.:19288", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.0.0.1:19288", true)]
    [InlineData("127.8.9.1.:1", true)]
    [InlineData("[::1]", true)]
    [InlineData("[::1]:19288", true)]
    [InlineData("[0:0::1]:19288", true)]
    [InlineData("[::ffff:127.0.0.1]:80", true)]
    [InlineData("", true)]
    [InlineData("evil.example", false)]
    [InlineData("evil.example:19288", false)]
    [InlineData("localhost.evil.example", false)]
    [InlineData("127.0.0.1.evil.example:19288", false)]
    [InlineData("localhost:80@evil.example", false)]
    [InlineData("localhost:evil", false)]
    [InlineData("10.0.0.1:19288", false)]
    [InlineData("0.0.0.0:19288", false)]
    [InlineData("[::]:19288", false)]
    [InlineData("[fe80::1]:19288", false)]
    [InlineData("[::1", false)]
    [InlineData("[127.0.0.1]", false)]
    [InlineData("[]", false)]
    [InlineData("::1", false)]
    [InlineData(":80:80", false)]
    [InlineData(".", false)]
    public void Only_localhost_and_loopback_addresses_name_this_machine(string host, bool isLoopback) => Assert.Equal(isLoopback, HostName.IsLoopback(host));

    [Fact]
    public void What_a_scraper_sends_is_known_without_memory_of_its_own() => Assert.Equal(0, Allocations.Of(() =>
    {
        // Often enough for the compiler to optimize it, as the program that is published is from the beginning.
        for (var i = 0; i < 1_000_000; i++)
            if (!HostName.IsLoopback("127.0.0.1:19288") || !HostName.IsLoopback("localhost:19288")) throw new InvalidOperationException("It is not known.");
    }));

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/")]
    [InlineData("/-/healthy")]
    [InlineData("/api/v1/snapshot")]
    [InlineData("/nothing")]
    public async Task A_page_of_the_internet_whose_name_points_at_loopback_reads_nothing(string path)
    {
        await using var server = await RunningServer.StartAsync(SampleReports.Full());
        using var answer = await server.SendAsync(HttpMethod.Get, path, ("Host", "evil.example:" + server.Address.Port));
        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
        Assert.Equal(
            "This address is asked for as localhost or by a loopback address only. A proxy has to send the host of its upstream (docs/web-config.md).\n",
            await answer.Content.ReadAsStringAsync());
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal(1, server.Metrics.Faults.Count(FaultKind.HostRefused));
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task The_name_is_asked_for_before_the_password_and_over_tls_as_well(string version)
    {
        _folder.WriteServerCertificate().Dispose();
        using var access = _folder.Open("tls_server_config:\n  cert_file: server.crt\n  key_file: server.key\n"
            + "basic_auth_users:\n  alice: $2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW\n");
        await using var server = await RunningServer.StartAsync(access: access, tls: new() { RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null });
        foreach (var (host, status) in new[] { ("evil.example", HttpStatusCode.MisdirectedRequest), ("localhost", HttpStatusCode.Unauthorized) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Version = Version.Parse(version), Headers = { Host = host } };
            using var answer = await server.Client.SendAsync(request);
            Assert.Equal((status, Version.Parse(version)), (answer.StatusCode, answer.Version));
        }

        Assert.Equal((1, 0), (server.Metrics.Faults.Count(FaultKind.HostRefused), server.Metrics.Faults.Count(FaultKind.LoginRefused)));
    }

    [Fact]
    public async Task Each_listening_address_decides_for_itself()
    {
        var time = new ManualTime();
        var options = RunningServer.Options("127.0.0.1:0");
        options = options with { ListenAddresses = [.. options.ListenAddresses, .. RunningServer.Options("localhost:0").ListenAddresses, .. RunningServer.Options("0.0.0.0:0").ListenAddresses] };
        await using var app = WebServer.Build(options, new WebSources(new Latest(), Rendering.NewSources(time), time));
        await app.StartAsync();
        var statuses = new List<HttpStatusCode>();
        foreach (var address in app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses)
        {
            using var client = new HttpClient();
            using var request = new HttpRequestMessage(HttpMethod.Get, address.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal) + "/-/healthy") { Headers = { Host = "monitor.example" } };
            using var answer = await client.SendAsync(request);
            statuses.Add(answer.StatusCode);
        }

        Assert.Equal([HttpStatusCode.MisdirectedRequest, HttpStatusCode.MisdirectedRequest, HttpStatusCode.OK], statuses);
    }

    [Fact]
    public async Task A_request_of_HTTP_1_0_needs_no_host()
    {
        await using var server = await RunningServer.StartAsync(SampleReports.Full());
        using var client = new RawClient(server);
        client.Send("GET /-/healthy HTTP/1.0\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 ", client.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flood_of_strange_names_is_counted_and_is_one_line_in_the_log()
    {
        var faults = new FaultProbe();
        await using var server = await RunningServer.StartAsync(faults: faults.Log);
        foreach (var host in new[] { "first.example", "second.example", "third.example" })
            (await server.SendAsync(HttpMethod.Get, "/", ("Host", host))).Dispose();
        Assert.Equal(3, faults.Log.Count(FaultKind.HostRefused));
        Assert.StartsWith(
            "Warning: HostRefused: web: A request that only this machine can send asks for the host \"first.example\", and is answered with 421: ",
            Assert.Single(faults.Lines), StringComparison.Ordinal);
    }
}
