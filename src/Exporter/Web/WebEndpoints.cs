using System.Collections.Immutable;
using System.Text;
using Wattshare.Exporter.Exposition;

namespace Wattshare.Exporter.Web;

/// <summary>The HTTP paths. Each answers GET and HEAD from memory.</summary>
internal sealed class WebEndpoints : IDisposable
{
    private const string TextContent = "text/plain; version=0.0.4; charset=utf-8";
    private const string OpenMetricsContent = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private const string PlainContent = "text/plain; charset=utf-8";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    private readonly string _telemetryPath;
    private readonly MetricsView _textView;
    private readonly MetricsView _openMetricsView;
    private readonly ReportCache _text;
    private readonly ReportCache _openMetrics;
    private readonly SnapshotJson _snapshotView;
    private readonly ReportCache _snapshot;
    private readonly Health _health;
    private readonly Page _page;

    /// <summary>Prepares the answers.</summary>
    /// <param name="options">Valid options.</param>
    /// <param name="sources">What the pages show.</param>
    public WebEndpoints(WebOptions options, WebSources sources)
    {
        _telemetryPath = options.TelemetryPath;
        _health = new Health(sources, options.SampleInterval);
        _page = new Page(options.TelemetryPath);
        _textView = new MetricsView(sources.Metrics);
        _openMetricsView = new MetricsView(sources.Metrics);
        _snapshotView = new SnapshotJson(sources.Metrics, _health);
        _text = new ReportCache(
            sources.Latest, sources.Time, (report, output) => _textView.Render(report, ExpositionFormat.Text, output));
        _openMetrics = new ReportCache(
            sources.Latest, sources.Time, (report, output) => _openMetricsView.Render(report, ExpositionFormat.OpenMetrics, output));
        _snapshot = new ReportCache(sources.Latest, sources.Time, _snapshotView.Render);
    }

    /// <summary>The paths that do not depend on an option.</summary>
    public static ImmutableArray<string> FixedPaths { get; } = ["/", "/-/healthy", "/-/ready", "/api/v1/snapshot"];

    /// <summary>Maps every path.</summary>
    /// <param name="routes">Where to map them.</param>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(_telemetryPath, Methods, Metrics);
        routes.MapMethods("/", Methods, _page.WriteAsync);
        routes.MapMethods("/-/healthy", Methods, Healthy);
        routes.MapMethods("/-/ready", Methods, Ready);
        routes.MapMethods("/api/v1/snapshot", Methods, Snapshot);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _text.Dispose();
        _openMetrics.Dispose();
        _snapshot.Dispose();
        _textView.Dispose();
        _openMetricsView.Dispose();
        _snapshotView.Dispose();
    }

    private static Task State(HttpContext context, string? fault, string fine)
    {
        if (fault is not null) context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return BodyResponse.WriteAsync(context, PlainContent, Encoding.UTF8.GetBytes((fault ?? fine) + "\n"));
    }

    private Task Metrics(HttpContext context) =>
        AcceptHeader.PrefersOpenMetrics(context.Request.Headers.Accept)
            ? BodyResponse.WriteAsync(context, OpenMetricsContent, _openMetrics.Get())
            : BodyResponse.WriteAsync(context, TextContent, _text.Get());

    private Task Snapshot(HttpContext context) => BodyResponse.WriteAsync(context, "application/json", _snapshot.Get());

    private Task Healthy(HttpContext context) => State(context, _health.Unhealthy(), "healthy");

    private Task Ready(HttpContext context) => State(context, _health.NotReady(), "ready");
}
