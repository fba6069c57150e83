namespace Wattshare.Exporter.Web;

/// <summary>
/// Bodies that nobody uses at the moment. It keeps a few: more are in use at once only while slow clients still read older answers, and
/// the memory of those is given up when they are done. When slow clients hold on to too many, those of the oldest are cut off, so that
/// what clients can make the program hold is bounded. Any number of threads.
/// </summary>
internal sealed class BodyShelf : IDisposable
{
    /// <summary>One for each kind of answer.</summary>
    private const int Places = 4;

    /// <summary>How many answers that are no longer current may be held by slow clients.</summary>
    private const int MaxHeld = 8;

    private readonly Lock _lock = new();
    private readonly Stack<RenderedBody> _bodies = new(Places);
    private readonly List<RenderedBody> _held = new(MaxHeld + 1);
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

    /// <summary>Notes that a body is no longer current, and takes the patience from the clients of the oldest such body when there are too many.</summary>
    /// <param name="body">A body that its cache still has a lease of.</param>
    public void Supersede(RenderedBody body)
    {
        lock (_lock)
        {
            _held.Add(body);
            if (_held.Count <= MaxHeld) return;
            var oldest = _held[0];
            _held.RemoveAt(0);

            // Under the lock, so that the body cannot come back and become another answer meanwhile.
            oldest.Revoke();
        }
    }

    /// <summary>Puts a body back.</summary>
    /// <param name="body">A body without leases.</param>
    public void Return(RenderedBody body)
    {
        lock (_lock)
        {
            _held.Remove(body);
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
