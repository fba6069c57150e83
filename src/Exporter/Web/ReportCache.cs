using System.Buffers;
using Wattshare.Attribution.Reporting;
using Wattshare.Exporter.Sampling;

namespace Wattshare.Exporter.Web;

/// <summary>
/// One representation of the latest report, rendered once and shared by all who ask. A body is never older than the newest report,
/// and never older than a second, so that ages in it go on when sampling stands still. Any number of threads; they wait for each other
/// while one renders, and the sampler never waits for them.
/// </summary>
/// <param name="latest">The published report.</param>
/// <param name="time">The clock.</param>
/// <param name="shelf">Where bodies come from; caches may share it.</param>
/// <param name="rendering">Held while one renders; caches whose renderings share working memory share it.</param>
/// <param name="render">Writes the representation; called by one thread at a time.</param>
internal sealed class ReportCache(
    Latest latest, TimeProvider time, BodyShelf shelf, Lock rendering, Action<PowerReport, IBufferWriter<byte>> render) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    private volatile RenderedBody? _body;

    /// <summary>The representation of the latest report.</summary>
    /// <returns>A body that is current at this moment, with a lease that the caller gives back.</returns>
    public RenderedBody Lease()
    {
        if (LeaseCurrent() is { } ready) return ready;
        lock (rendering)
        {
            if (LeaseCurrent() is { } made) return made;
            Drop();
            return Render();
        }
    }

    /// <summary>Gives the body up. Whoever holds a lease keeps it until he is done.</summary>
    public void Dispose()
    {
        lock (rendering) Drop();
    }

    // The old body goes first: when no one reads it any more, the new one is written into its memory.
    private void Drop()
    {
        var old = _body;
        _body = null;
        if (old is null) return;
        shelf.Supersede(old);
        old.Release();
    }

    private RenderedBody Render()
    {
        var body = shelf.Take();
        var report = latest.Report;
        var now = time.GetTimestamp();
        try
        {
            render(report, body.Begin());
        }
        catch
        {
            shelf.Return(body);
            throw;
        }

        // One lease is the cache's own and one is the caller's.
        body.Complete(report.Sequence, now, leases: 2);
        return _body = body;
    }

    // The body may have become another's between the look and the lease; while there is a lease it cannot.
    private RenderedBody? LeaseCurrent()
    {
        var body = _body;
        if (body is null || !body.TryLease()) return null;
        if (ReferenceEquals(body, _body) && IsCurrent(body)) return body;
        body.Release();
        return null;
    }

    private bool IsCurrent(RenderedBody body) =>
        body.Sequence == latest.Report.Sequence && time.GetElapsedTime(body.RenderedAt) < Lifetime;
}
