using System.Text;

namespace Wattshare.Exporter.Host.Hypervisors;

/// <summary>
/// The <c>key=value,key=value</c> lists of QEMU's command line (util/keyval.c, qemu-option.c; documented in qemu(1)): a comma inside a
/// value is written twice, and the first part may be a bare value whose key is implied.
/// </summary>
internal ref struct QemuOptions
{
    private readonly ReadOnlySpan<byte> _implied;
    private ReadOnlySpan<byte> _rest;
    private bool _first;

    /// <summary>Begins a list.</summary>
    /// <param name="text">The whole argument.</param>
    /// <param name="implied">The key of a bare first value.</param>
    public QemuOptions(ReadOnlySpan<byte> text, ReadOnlySpan<byte> implied)
    {
        _rest = text;
        _implied = implied;
        _first = true;
    }

    /// <summary>The key of the current option, empty for a bare word that is not the first.</summary>
    public ReadOnlySpan<byte> Key { get; private set; }

    /// <summary>The value with double commas made single.</summary>
    public byte[] Value { get; private set; } = [];

    /// <summary>Moves to the next option.</summary>
    /// <returns>False at the end.</returns>
    public bool MoveNext()
    {
        if (_rest.IsEmpty) return false;
        var end = _rest.IndexOfAny((byte)'=', (byte)',');
        if (end >= 0 && _rest[end] == '=')
        {
            Key = _rest[..end];
            _rest = _rest[(end + 1)..];
        }
        else Key = _first ? _implied : default;

        _first = false;
        Value = TakeValue();
        return true;
    }

    private byte[] TakeValue()
    {
        var length = 0;
        while (length < _rest.Length)
        {
            if (_rest[length] == ',' && (length + 1 >= _rest.Length || _rest[length + 1] != ',')) break;
            length += _rest[length] == ',' ? 2 : 1;
        }

        var raw = _rest[..length];
        _rest = length < _rest.Length ? _rest[(length + 1)..] : default;
        if (!raw.Contains((byte)',')) return raw.ToArray();
        return Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(raw).Replace(",,", ",", StringComparison.Ordinal));
    }
}
