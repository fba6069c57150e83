using System.Buffers;
using Wattshare.Attribution.Reporting;
using Wattshare.Exporter.Exposition;
using Wattshare.Exporter.Sampling;

namespace Wattshare.Exporter.Web;

/// <summary>
/// One representation of the latest report, rendered once and shared by all who ask. A body is never older than the newest report,
/// and never older than a second, so that ages in it go on when sampling stands still. Any number of threads; they wait for each other
/// while one renders, and the sampler never waits for them.
/// </summary>
/// <param name="latest">The published report.</param>
/// <param name="time">The clock.</param>
/// <param name="render">Writes the representation; called by one thread at a time.</param>
internal sealed class ReportCache(Latest latest, TimeProvider time, Action<PowerReport, IBufferWriter<byte>> render) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    private readonly Lock _rendering = new();
    private readonly ByteBuffer _buffer = new();
    private volatile RenderedBody? _body;

    /// <summary>The representation of the latest report.</summary>
    /// <returns>A body that is current at this moment.</returns>
    public RenderedBody Get()
    {
        if (Current() is { } ready) return ready;
        lock (_rendering)
        {
            if (Current() is { } made) return made;
            var report = latest.Report;
            var now = time.GetTimestamp();
            _buffer.Truncate(0);
            render(report, _buffer);
            return _body = new RenderedBody(report.Sequence, now, _buffer.Written.ToArray());
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();

    private RenderedBody? Current()
    {
        var body = _body;
        var isCurrent = body is not null && body.Sequence == latest.Report.Sequence && time.GetElapsedTime(body.RenderedAt) < Lifetime;
        return isCurrent ? body : null;
    }
}
