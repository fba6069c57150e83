namespace Wattshare.Exporter.Host.Containers.Kubernetes;

/// <summary>
/// Cuts a stream of JSON into objects, so that never more than one of them is in memory: those at the top (a watch), or those in an array
/// of the one object at the top (a list), of which <see cref="Rest"/> is what remains when a 0 stands for each item. It only counts brackets
/// outside of texts; whether a piece is JSON is for its reader to say. One caller at a time.
/// </summary>
/// <param name="body">The stream; who made it disposes of it.</param>
/// <param name="isList">Whether it is a list.</param>
/// <param name="maxObject">The most bytes of one object.</param>
/// <param name="maxTotal">The most bytes altogether.</param>
internal sealed class JsonPieces(Stream body, bool isList, int maxObject, long maxTotal)
{
    private const int MaxRest = 64 * 1024;

    private readonly int _level = isList ? 2 : 0;
    private readonly byte[] _chunk = new byte[16 * 1024];
    private readonly BoundedBytes _item = new(maxObject);
    private readonly BoundedBytes _rest = new(MaxRest);
    private int _next;
    private int _end;
    private int _depth;
    private bool _inText;
    private bool _escaped;
    private bool _inArray;
    private bool _inItem;

    /// <summary>The object that was found last, valid until the next is asked for.</summary>
    public ReadOnlySpan<byte> Item => _item.Written;

    /// <summary>What is around the items of a list, valid at its end.</summary>
    public ReadOnlySpan<byte> Rest => _rest.Written;

    /// <summary>How many bytes came.</summary>
    public long Total { get; private set; }

    /// <summary>True between two objects, where an end loses nothing.</summary>
    public bool IsBetween => _depth == 0 && !_inText;

    /// <summary>Reads on to the next object.</summary>
    /// <param name="cancellation">Ends the call with <see cref="OperationCanceledException"/>.</param>
    /// <returns>What was found. Nothing is to be asked for after anything but an item.</returns>
    public async ValueTask<JsonPiece> NextAsync(CancellationToken cancellation)
    {
        _item.Clear();
        while (true)
        {
            while (_next < _end)
                if (Take(_chunk[_next++]) is { } piece) return piece;
            (_next, _end) = (0, await body.ReadAsync(_chunk, cancellation));
            if (_end == 0) return IsBetween ? JsonPiece.End : JsonPiece.Torn;
            Total += _end;
            if (Total > maxTotal) return JsonPiece.TooLarge;
        }
    }

    private JsonPiece? Take(byte value)
    {
        _inItem |= value == '{' && _depth == _level && !_inText && (!isList || _inArray);
        if (!Follow(value)) return JsonPiece.Garbage;
        if (_inItem)
        {
            if (!_item.TryAdd(value)) return JsonPiece.TooLarge;
            if (_depth > _level) return null;
            _inItem = false;
            return !isList || _rest.TryAdd((byte)'0') ? JsonPiece.Item : JsonPiece.TooLarge;
        }

        if (isList) return _rest.TryAdd(value) ? null : JsonPiece.TooLarge;
        return value is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' ? null : JsonPiece.Garbage;
    }

    /// <summary>Keeps count of brackets and texts.</summary>
    private bool Follow(byte value)
    {
        if (_inText)
        {
            _inText = value != '"' || _escaped;
            _escaped = value == '\\' && !_escaped;
            return true;
        }

        switch (value)
        {
            case (byte)'"':
                _inText = true;
                return true;
            case (byte)'{' or (byte)'[':
                if (_depth == 1) _inArray = value == '[';
                return ++_depth <= PodLimits.MaxDepth;
            case (byte)'}' or (byte)']':
                return --_depth >= 0;
            default:
                return true;
        }
    }
}
