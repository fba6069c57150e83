namespace Wattshare.Exporter.Web;

/// <summary>
/// Bodies that nobody uses at the moment. It keeps a few: more are in use at once only while slow clients still read older answers, and
/// the memory of those is given up when they are done. Any number of threads.
/// </summary>
internal sealed class BodyShelf : IDisposable
{
    /// <summary>One for each kind of answer and one to spare.</summary>
    private const int Places = 4;

    private readonly Lock _lock = new();
    private readonly Stack<RenderedBody> _bodies = new(Places);
    private bool _disposed;

    /// <summary>How many bodies lie here.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _bodies.Count;
        }
    }

    /// <summary>Takes a body, the one that was used last.</summary>
    /// <returns>A body without leases.</returns>
    public RenderedBody Take()
    {
        lock (_lock)
        {
            if (_bodies.TryPop(out var body)) return body;
        }

        return new RenderedBody(this);
    }

    /// <summary>Puts a body back.</summary>
    /// <param name="body">A body without leases.</param>
    public void Return(RenderedBody body)
    {
        lock (_lock)
        {
            if (!_disposed && _bodies.Count < Places)
            {
                _bodies.Push(body);
                return;
            }
        }

        body.Dispose();
    }

    /// <summary>Gives all memory up; what comes back later is given up at once.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            while (_bodies.TryPop(out var body)) body.Dispose();
        }
    }
}
