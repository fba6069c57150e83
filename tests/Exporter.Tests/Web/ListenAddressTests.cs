using System.Net;
using System.Net.Sockets;
using Wattshare.Exporter.Sampling;
using Wattshare.Exporter.Tests.Exposition;
using Wattshare.Exporter.Web;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Web;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:19288", nameof(ListenKind.Address), "127.0.0.1", 19288)]
    [InlineData("0.0.0.0:80", nameof(ListenKind.Address), "0.0.0.0", 80)]
    [InlineData(":19288", nameof(ListenKind.Any), null, 19288)]
    [InlineData("[::1]:0", nameof(ListenKind.Address), "::1", 0)]
    [InlineData("localhost:9100", nameof(ListenKind.Localhost), null, 9100)]
    public void An_address_is_read_and_printed_back(string text, string kind, string? ip, int port)
    {
        Assert.True(ListenAddress.TryParse(text, out var address, out var error));
        Assert.Null(error);
        Assert.Equal(new ListenAddress(Enum.Parse<ListenKind>(kind), ip is null ? null : IPAddress.Parse(ip), port), address);
        Assert.Equal(text, address!.ToString());
    }

    [Theory]
    [InlineData("", "'' has no port: write ADDRESS:PORT, or :PORT for all interfaces")]
    [InlineData("19288", "'19288' has no port: write ADDRESS:PORT, or :PORT for all interfaces")]
    [InlineData("127.0.0.1:", "'127.0.0.1:' has no valid port after the last colon: it must be a number from 0 to 65535")]
    [InlineData("127.0.0.1:65536", "'127.0.0.1:65536' has no valid port after the last colon: it must be a number from 0 to 65535")]
    [InlineData("127.0.0.1:-1", "'127.0.0.1:-1' has no valid port after the last colon: it must be a number from 0 to 65535")]
    [InlineData(": 80", "': 80' has no valid port after the last colon: it must be a number from 0 to 65535")]
    [InlineData("::1:80", "'::1:80' is ambiguous: write an IPv6 address in brackets, for example [::1]:19288")]
    [InlineData("example.org:80", "'example.org:80' names a host: write an IP address, localhost, or nothing before the colon for all interfaces")]
    [InlineData("127.1:80", "'127.1:80' names a host: write an IP address, localhost, or nothing before the colon for all interfaces")]
    [InlineData("*:80", "'*:80' names a host: write an IP address, localhost, or nothing before the colon for all interfaces")]
    [InlineData("[127.0.0.1]:80", "'[127.0.0.1]:80' names a host: write an IP address, localhost, or nothing before the colon for all interfaces")]
    public void Anything_else_is_refused_with_the_reason(string text, string expected)
    {
        Assert.False(ListenAddress.TryParse(text, out var address, out var error));
        Assert.Null(address);
        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData("/metrics", null)]
    [InlineData("/a/b-c_d.e~1", null)]
    [InlineData("metrics", "'metrics' must begin with a slash")]
    [InlineData("", "'' must begin with a slash")]
    [InlineData("/m?x=1", "'/m?x=1' may hold only letters, digits, slashes and the characters - . _ ~")]
    [InlineData("/{name}", "'/{name}' may hold only letters, digits, slashes and the characters - . _ ~")]
    [InlineData("/a//b", "'/a//b' has an empty segment, '.' or '..' in it, or ends in a slash")]
    [InlineData("/a/../b", "'/a/../b' has an empty segment, '.' or '..' in it, or ends in a slash")]
    [InlineData("/a/", "'/a/' has an empty segment, '.' or '..' in it, or ends in a slash")]
    [InlineData("/", "'/' is taken by another page of the exporter")]
    [InlineData("/-/Ready", "'/-/Ready' is taken by another page of the exporter")]
    public void A_telemetry_path_is_checked(string path, string? fault) => Assert.Equal(fault, TelemetryPath.Fault(path));

    [Theory]
    [InlineData("localhost:0")]
    [InlineData(":0")]
    public async Task The_server_listens_where_it_is_told(string address)
    {
        await using var server = await RunningServer.StartAsync(SampleReports.Full(), address: address);
        using var client = new HttpClient();
        Assert.Equal("healthy\n", await client.GetStringAsync(new Uri($"http://127.0.0.1:{server.Address.Port}/-/healthy")));
    }

    [Fact]
    public async Task A_port_in_use_is_one_clear_line()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var options = RunningServer.Options($"127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}");
        Assert.Equal(
            $"cannot listen on {options.ListenAddresses[0]} (--web.listen-address): the port is in use by another program; stop that program or choose another port",
            BindFailure.Describe(await StartFailure(options), options));
    }

    [Fact]
    public async Task An_address_of_another_machine_is_one_clear_line()
    {
        var options = RunningServer.Options("192.0.2.1:0");
        Assert.Equal(
            "cannot listen on 192.0.2.1:0 (--web.listen-address): this machine has no such address; use one of its own, or leave the address out for all interfaces",
            BindFailure.Describe(await StartFailure(options), options));
        Assert.Null(BindFailure.Describe(new InvalidOperationException("another fault"), options));
    }

    private static async Task<Exception> StartFailure(WebOptions options)
    {
        var time = new ManualTime();
        await using var app = WebServer.Build(options, new WebSources(new Latest(), Rendering.NewSources(time), time));
        return await Assert.ThrowsAnyAsync<Exception>(() => app.StartAsync());
    }
}
