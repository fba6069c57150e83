using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging.Abstractions;
using Wattshare.Attribution.Reporting;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Exposition;
using Wattshare.Exporter.Sampling;
using Wattshare.Exporter.Sensors;
using Wattshare.Exporter.Web;
using Wattshare.Exporter.Web.History;
using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Browser;

/// <summary>The real web server over reports that a test makes.</summary>
internal sealed class MadeHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Latest _latest;
    private readonly SampleClock _clock;
    private readonly PowerHistory _history;

    private MadeHost(WebApplication app, Latest latest, SampleClock clock, PowerHistory history, int port)
    {
        _app = app;
        _latest = latest;
        _clock = clock;
        _history = history;
        Port = port;
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>The address of the page.</summary>
    public Uri Address => new($"http://127.0.0.1:{Port}/");

    /// <summary>What the sensors say.</summary>
    public IReadOnlyList<SensorFinding> Findings { get; set; } = [];

    /// <summary>Starts it.</summary>
    /// <param name="report">The first report.</param>
    /// <param name="findings">What the sensors said at the start.</param>
    /// <param name="port">Where to listen, or null for a free port.</param>
    public static async Task<MadeHost> StartAsync(PowerReport report, IReadOnlyList<SensorFinding>? findings = null, int? port = null)
    {
        var listen = port ?? FreePort.Find();
        Assert.True(ListenAddress.TryParse($"127.0.0.1:{listen}", out var address, out _));
        var time = TimeProvider.System;
        var latest = new Latest();
        var clock = new SampleClock(time);
        var metrics = new MetricsSources(
            clock, new FaultLog(NullLogger<FaultLog>.Instance), new SelfMetrics(time, TimeSpan.FromSeconds(1)), BuildInfo.Current, "procfs");
        var history = new PowerHistory();
        MadeHost? host = null;
        var app = WebServer.Build(
            new WebOptions { ListenAddresses = [address!], SampleInterval = TimeSpan.FromHours(1) },
            new WebSources(latest, metrics, time) { Findings = () => host?.Findings ?? [], History = history });
        host = new MadeHost(app, latest, clock, history, listen) { Findings = findings ?? [] };
        host.Publish(report);
        await app.StartAsync();
        return host;
    }

    /// <summary>Shows another report, and keeps it for the history.</summary>
    /// <param name="report">The report.</param>
    public void Publish(PowerReport report)
    {
        _clock.Taken(TimeProvider.System.GetTimestamp());
        _latest.Publish(report);
        _history.Note(report);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
