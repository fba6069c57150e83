using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Primitives;
using Wattshare.Attribution.Reporting;
using Wattshare.Exporter.Exposition;
using Wattshare.Exporter.Web.History;

namespace Wattshare.Exporter.Web;

/// <summary>
/// The HTTP paths. Each answers GET and HEAD from memory; any other method is refused. They are six and fixed, so a comparison finds
/// them and nothing is allocated for that.
/// </summary>
internal sealed class WebEndpoints : IDisposable
{
    private const string TextContent = "text/plain; version=0.0.4; charset=utf-8";
    private const string OpenMetricsContent = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private const string PlainContent = "text/plain; charset=utf-8";
    private const string JsonContent = "application/json";

    private static readonly byte[] HealthyText = "healthy\n"u8.ToArray();
    private static readonly byte[] ReadyText = "ready\n"u8.ToArray();
    private static readonly StringValues Allow = "GET, HEAD";

    private readonly (string Path, RequestDelegate Answer)[] _answers;
    private readonly BodyShelf _shelf = new();
    private readonly MetricsView _metrics;
    private readonly ReportCache _text;
    private readonly ReportCache _openMetrics;
    private readonly SnapshotJson _snapshotView;
    private readonly ReportCache _snapshot;
    private readonly HistoryJson _historyView;
    private readonly ReportCache _history;
    private readonly Health _health;
    private readonly Page _page;

    /// <summary>Prepares the answers.</summary>
    /// <param name="options">Valid options.</param>
    /// <param name="sources">What the pages show.</param>
    public WebEndpoints(WebOptions options, WebSources sources)
    {
        _health = new Health(sources, options.SampleInterval);
        _page = new Page(options.TelemetryPath);
        _answers =
        [
            (options.TelemetryPath, Metrics),
            ("/", _page.WriteAsync),
            ("/-/healthy", Healthy),
            ("/-/ready", Ready),
            ("/api/v1/snapshot", Snapshot),
            ("/api/v1/history", History),
        ];
        _snapshotView = new SnapshotJson(sources.Metrics, _health, sources.Findings);
        _historyView = new HistoryJson(sources.History);

        // Both formats have the same lines and share the memory of one view, one after the other.
        var rendering = new Lock();
        _metrics = new MetricsView(sources.Metrics);
        _text = Cache(rendering, (report, output) => _metrics.Render(report, ExpositionFormat.Text, output));
        _openMetrics = Cache(rendering, (report, output) => _metrics.Render(report, ExpositionFormat.OpenMetrics, output));
        _snapshot = Cache(new Lock(), _snapshotView.Render);
        _history = Cache(new Lock(), _historyView.Render);

        ReportCache Cache(Lock held, Action<PowerReport, IBufferWriter<byte>> render) => new(sources.Latest, sources.Time, _shelf, held, render);
    }

    /// <summary>The paths that do not depend on an option.</summary>
    public static ImmutableArray<string> FixedPaths { get; } = ["/", "/-/healthy", "/-/ready", "/api/v1/snapshot", "/api/v1/history"];

    /// <summary>Answers a request.</summary>
    /// <param name="context">The request.</param>
    /// <returns>The running answer.</returns>
    public Task HandleAsync(HttpContext context)
    {
        SecurityHeaders.Set(context.Response.Headers);
        UnreadBody.Leave(context);
        if (Find(context.Request.Path.Value) is not { } answer)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)) return answer(context);
        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        context.Response.Headers.Allow = Allow;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _text.Dispose();
        _openMetrics.Dispose();
        _snapshot.Dispose();
        _history.Dispose();
        _shelf.Dispose();
        _metrics.Dispose();
        _snapshotView.Dispose();
        _historyView.Dispose();
    }

    private static Task State(HttpContext context, string? fault, ReadOnlyMemory<byte> fine)
    {
        if (fault is null) return BodyResponse.WriteAsync(context, PlainContent, fine);
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Say(context, fault);
    }

    private static Task Say(HttpContext context, string text) => BodyResponse.WriteAsync(context, PlainContent, Encoding.UTF8.GetBytes(text + "\n"));

    // Case and a slash at the end make no difference.
    private RequestDelegate? Find(ReadOnlySpan<char> path)
    {
        if (path is [_, .., '/']) path = path[..^1];
        foreach (var (known, answer) in _answers)
            if (path.Equals(known, StringComparison.OrdinalIgnoreCase)) return answer;
        return null;
    }

    private Task Metrics(HttpContext context) =>
        AcceptHeader.PrefersOpenMetrics(context.Request.Headers.Accept)
            ? BodyResponse.WriteAsync(context, OpenMetricsContent, _openMetrics)
            : BodyResponse.WriteAsync(context, TextContent, _text);

    private Task Snapshot(HttpContext context) => BodyResponse.WriteAsync(context, JsonContent, _snapshot);

    private Task History(HttpContext context) => BodyResponse.WriteAsync(context, JsonContent, _history);

    private Task Healthy(HttpContext context) => State(context, _health.Unhealthy(), HealthyText);

    private Task Ready(HttpContext context)
    {
        var fault = _health.NotReady();
        return fault is null && _health.Absent() is { } absent ? Say(context, $"ready\n{absent}") : State(context, fault, ReadyText);
    }
}
