using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Wattshare.Exporter.Web.Access;

namespace Wattshare.Exporter.Web;

/// <summary>Builds the web application: Kestrel with tight limits, the paths, and nothing that reads configuration of its own.</summary>
internal static class WebServer
{
    /// <summary>Builds the application. It listens once it is started; see <see cref="BindFailure"/> for what can go wrong then.</summary>
    /// <param name="options">Valid options.</param>
    /// <param name="sources">What the pages show.</param>
    /// <param name="configure">Adds logging and other services, the sampler for example.</param>
    /// <returns>The application, not started.</returns>
    public static WebApplication Build(WebOptions options, WebSources sources, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = "wattshare",

            // The working directory may be unreadable or gone; the program's own folder is there.
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, options));
        builder.Services.AddSingleton(_ => new WebEndpoints(options, sources));
        builder.Services.AddHostedService(_ => sources.Metrics.Self);
        configure?.Invoke(builder);

        // Hosting makes an activity and a log scope for each request as soon as any line of it could be logged. Faults of a request are
        // logged by Kestrel as well.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);

        // It warns of each connection beyond the limit, which a client could fill the log with.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel.Connections", LogLevel.Error);

        var app = builder.Build();
        RequestDelegate answer = app.Services.GetRequiredService<WebEndpoints>().HandleAsync;
        if (options.Access is { } access) answer = new AccessGate(access, sources.Metrics.Faults, answer).HandleAsync;
        app.Run(new HostGate(sources.Metrics.Faults, answer).HandleAsync);
        return app;
    }

    private static void Configure(KestrelServerOptions kestrel, WebOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.ConfigureEndpointDefaults(endpoint => Configure(endpoint, options.Access));
        SetLimits(kestrel.Limits);
        foreach (var address in options.ListenAddresses) Listen(kestrel, address);
    }

    private static void Configure(ListenOptions endpoint, WebAccess? access)
    {
        endpoint.Protocols = HttpProtocols.Http1;
        if (access is not { UsesTls: true }) return;
        if (access.Http2) endpoint.Protocols = HttpProtocols.Http1AndHttp2;

        // Asked for at each connection, so that a renewed certificate is shown from the next one on.
        endpoint.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(access.Current().Tls!.Options) });
    }

    // Requests here are a line and a few headers, and are answered from memory: whoever needs more is not a scraper.
    private static void SetLimits(KestrelServerLimits limits)
    {
        limits.MaxConcurrentConnections = 200;
        limits.MaxRequestLineSize = 4 * 1024;
        limits.MaxRequestHeadersTotalSize = 16 * 1024;
        limits.MaxRequestHeaderCount = 64;
        limits.MaxRequestBodySize = 0;
        limits.MaxRequestBufferSize = 32 * 1024;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);

        // What decides for a slow link is the grace period, which each part of an answer has: 16 kB in 20 s is a modem. A client that stops
        // reading lives through the grace and for as long as what the kernel took for it lasts at the rate; over loopback that is
        // megabytes and a minute in all.
        limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 64 * 1024, gracePeriod: TimeSpan.FromSeconds(20));
        limits.MaxResponseBufferSize = BodyResponse.ChunkLength;

        // Longer than the usual scrape intervals, so that a scraper can keep its connection.
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);
    }

    private static void Listen(KestrelServerOptions kestrel, ListenAddress address)
    {
        Action<ListenOptions> mark = address.IsLoopback ? LoopbackListener.Mark : static _ => { };
        switch (address.Kind)
        {
            case ListenKind.Any:
                kestrel.ListenAnyIP(address.Port, mark);
                break;

            // Two sockets cannot share a port that the kernel chooses; then IPv4 alone serves.
            case ListenKind.Localhost when address.Port == 0:
                kestrel.Listen(IPAddress.Loopback, 0, mark);
                break;
            case ListenKind.Localhost:
                kestrel.ListenLocalhost(address.Port, mark);
                break;
            default:
                kestrel.Listen(address.Address!, address.Port, mark);
                break;
        }
    }
}
