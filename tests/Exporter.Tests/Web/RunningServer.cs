using System.Net;
using System.Net.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Wattshare.Attribution.Reporting;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Exposition;
using Wattshare.Exporter.Sampling;
using Wattshare.Exporter.Sensors;
using Wattshare.Exporter.Tests.Exposition;
using Wattshare.Exporter.Web;
using Wattshare.Exporter.Web.Access;
using Wattshare.Exporter.Web.History;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Web;

/// <summary>The real application on a loopback port that the kernel chose, with a clock that the test moves.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningServer(WebApplication app, MetricsSources metrics, Latest latest, PowerHistory history, ManualTime time, SslClientAuthenticationOptions? tls)
    {
        _app = app;
        Metrics = metrics;
        Latest = latest;
        History = history;
        Time = time;
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Address = new Uri(address);
        var handler = new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None, UseProxy = false };
        if (tls is not null) handler.SslOptions = tls;
        Client = new HttpClient(handler) { BaseAddress = Address };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public MetricsSources Metrics { get; }

    public Latest Latest { get; }

    public PowerHistory History { get; }

    public ManualTime Time { get; }

    public static async Task<RunningServer> StartAsync(
        PowerReport? report = null, string path = "/metrics", Func<string?>? waiting = null, string address = "127.0.0.1:0",
        WebAccess? access = null, SslClientAuthenticationOptions? tls = null, IReadOnlyList<SensorFinding>? findings = null,
        ServerLog? log = null, FaultLog? faults = null)
    {
        var time = new ManualTime();
        var metrics = Rendering.NewSources(time);
        if (faults is not null) metrics = metrics with { Faults = faults };
        var latest = new Latest();
        if (report is not null) latest.Publish(report);
        var options = Options(address, path) with { Access = access };
        var sources = new WebSources(latest, metrics, time, waiting) { Findings = () => findings ?? [] };
        var app = WebServer.Build(options, sources, builder => log?.Attach(builder));
        await app.StartAsync();
        return new RunningServer(app, metrics, latest, sources.History, time, tls);
    }

    public static WebOptions Options(string address, string path = "/metrics")
    {
        Assert.True(ListenAddress.TryParse(address, out var parsed, out var error), error);
        return new WebOptions { ListenAddresses = [parsed!], TelemetryPath = path, SampleInterval = TimeSpan.FromSeconds(1) };
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers) Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return await Client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
