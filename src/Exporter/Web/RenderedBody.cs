using System.Buffers;
using System.IO.Compression;
using Wattshare.Exporter.Exposition;

namespace Wattshare.Exporter.Web;

/// <summary>
/// One rendered answer, shared by everyone who asks for it, and compressed once when somebody asks for that. It is leased: while there
/// is a lease its bytes stay as they are; with the last one its memory goes back to the shelf for a later answer, so that answers of a
/// megabyte a second allocate nothing. Any number of threads once it is published.
/// </summary>
/// <param name="shelf">Where the memory goes when nobody needs it any more.</param>
internal sealed class RenderedBody(BodyShelf shelf) : IDisposable
{
    private readonly Lock _packing = new();
    private readonly ByteBuffer _plain = new();
    private readonly MemoryStream _gzip = new();
    private CancellationTokenSource _revoked = new();
    private volatile bool _isPacked;
    private int _leases;

    /// <summary>The report it was rendered from.</summary>
    public long Sequence { get; private set; }

    /// <summary>When it was rendered, as a timestamp of the cache's clock.</summary>
    public long RenderedAt { get; private set; }

    /// <summary>The bytes. For holders of a lease.</summary>
    public ReadOnlyMemory<byte> Plain => _plain.WrittenMemory;

    /// <summary>The bytes in gzip format; the first who asks compresses them, and others wait for that. For holders of a lease.</summary>
    public ReadOnlyMemory<byte> Gzip
    {
        get
        {
            if (!_isPacked) Pack();
            return _gzip.GetBuffer().AsMemory(0, (int)_gzip.Length);
        }
    }

    /// <summary>Cancelled when holders of a lease have to give it up at once. For holders of a lease.</summary>
    public CancellationToken Revoked => _revoked.Token;

    /// <summary>Asks every holder of a lease to give it up.</summary>
    public void Revoke() => _revoked.Cancel();

    /// <summary>Forgets the old bytes. Only who took the body from the shelf calls this, before anyone else can see it.</summary>
    /// <returns>Where the new bytes go.</returns>
    public IBufferWriter<byte> Begin()
    {
        _isPacked = false;
        _plain.Truncate(0);
        if (_revoked.IsCancellationRequested)
        {
            _revoked.Dispose();
            _revoked = new CancellationTokenSource();
        }

        return _plain;
    }

    /// <summary>Says that the bytes are complete.</summary>
    /// <param name="sequence">The report they were rendered from.</param>
    /// <param name="renderedAt">When, as a timestamp of the cache's clock.</param>
    /// <param name="leases">How many leases there are from the start.</param>
    public void Complete(long sequence, long renderedAt, int leases)
    {
        Sequence = sequence;
        RenderedAt = renderedAt;
        Volatile.Write(ref _leases, leases);
    }

    /// <summary>Takes a lease.</summary>
    /// <returns>False when the last one was given back before; the body is then on its way to another answer.</returns>
    public bool TryLease()
    {
        var leases = Volatile.Read(ref _leases);
        while (leases > 0)
        {
            var seen = Interlocked.CompareExchange(ref _leases, leases + 1, leases);
            if (seen == leases) return true;
            leases = seen;
        }

        return false;
    }

    /// <summary>Gives a lease back. Its holder does not touch the body any more.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _leases) == 0) shelf.Return(this);
    }

    /// <summary>Gives the memory up for good. Only the shelf calls this, when there is no lease.</summary>
    public void Dispose()
    {
        _plain.Dispose();
        _gzip.Dispose();
        _revoked.Dispose();
    }

    private void Pack()
    {
        lock (_packing)
        {
            if (_isPacked) return;
            _gzip.SetLength(0);
            using (var gzip = new GZipStream(_gzip, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(Plain.Span);
            _isPacked = true;
        }
    }
}
