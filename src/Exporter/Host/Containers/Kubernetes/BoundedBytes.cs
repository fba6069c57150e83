namespace Wattshare.Exporter.Host.Containers.Kubernetes;

/// <summary>Collects bytes up to a limit. What grew large is given up when it is cleared. One thread at a time.</summary>
/// <param name="limit">The most bytes.</param>
internal sealed class BoundedBytes(int limit)
{
    private const int Usual = 64 * 1024;

    private byte[] _bytes = [];
    private int _length;

    /// <summary>What was collected, valid until the next change.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Takes one byte more.</summary>
    /// <param name="value">The byte.</param>
    /// <returns>False at the limit.</returns>
    public bool TryAdd(byte value)
    {
        if (_length == limit) return false;
        if (_length == _bytes.Length) Array.Resize(ref _bytes, (int)Math.Min(limit, Math.Max(1024L, _length * 2L)));
        _bytes[_length++] = value;
        return true;
    }

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        _length = 0;
        if (_bytes.Length > Usual) _bytes = [];
    }
}
