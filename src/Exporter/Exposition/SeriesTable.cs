using System.Runtime.InteropServices;

namespace Wattshare.Exporter.Exposition;

/// <summary>
/// The series of one kind of thing, by their label text. Rows that would print the same labels fall into one series, so that no text
/// ever holds a series twice, whatever guests and containers are called. Keeps its memory when cleared. One thread.
/// </summary>
/// <typeparam name="T">What is gathered for a series.</typeparam>
internal sealed class SeriesTable<T> : IDisposable
    where T : struct
{
    private readonly ByteBuffer _text = new();
    private readonly List<Entry> _entries = [];
    private readonly LabelCache _known = new();
    private int[] _buckets = new int[64];
    private int _staged;
    private int _stagedHash;
    private object? _describing;

    /// <summary>The number of series.</summary>
    public int Count => _entries.Count;

    /// <summary>What is gathered for one series.</summary>
    /// <param name="index">0 to <see cref="Count"/> − 1, in the order of the first row of each.</param>
    public ref T this[int index] => ref CollectionsMarshal.AsSpan(_entries)[index].Value;

    /// <summary>Forgets every series.</summary>
    public void Clear()
    {
        _text.Truncate(0);
        _staged = 0;
        _entries.Clear();
        _known.BeginRound();
        Array.Clear(_buckets);
    }

    /// <summary>
    /// Describes the row by what was told of the same object in an earlier round. When it is not known yet, its labels follow, and are
    /// kept for the next round.
    /// </summary>
    /// <param name="thing">An object whose labels never change.</param>
    /// <returns>True when the row is described; it is committed next.</returns>
    public bool Knows(object thing)
    {
        if (!_known.TryGet(thing, out var labels, out _stagedHash))
        {
            _describing = thing;
            return false;
        }

        labels.CopyTo(_text.GetSpan(labels.Length));
        _text.Advance(labels.Length);
        return true;
    }

    /// <summary>Adds a label to the row that is being described.</summary>
    /// <param name="name">The label name in UTF-8.</param>
    /// <param name="value">Any text.</param>
    public void Label(ReadOnlySpan<byte> name, ReadOnlySpan<char> value)
    {
        if (_text.Length > _staged)
        {
            _text.GetSpan(1)[0] = (byte)',';
            _text.Advance(1);
        }

        LabelText.Write(_text, name, value);
    }

    /// <summary>Ends the description of the row.</summary>
    /// <param name="isNew">True when no earlier row had these labels.</param>
    /// <returns>What is gathered for the series of the row, valid until the next row.</returns>
    public ref T Commit(out bool isNew)
    {
        var labels = _text.Written[_staged..];
        var hash = StagedHash(labels);
        var found = Find(labels, hash);
        isNew = found < 0;
        if (!isNew)
        {
            _text.Truncate(_staged);
            return ref this[found];
        }

        if (_entries.Count >= _buckets.Length) Grow();
        _entries.Add(new Entry { Start = _staged, Length = labels.Length, Hash = hash });
        Link(_entries.Count - 1);
        _staged = _text.Length;
        return ref this[_entries.Count - 1];
    }

    /// <summary>The label text of one series.</summary>
    /// <param name="index">0 to <see cref="Count"/> − 1.</param>
    /// <returns>Pairs with commas between them, valid until the next change.</returns>
    public ReadOnlySpan<byte> Labels(int index) => _text.Written.Slice(_entries[index].Start, _entries[index].Length);

    /// <inheritdoc/>
    public void Dispose() => _text.Dispose();

    // A hash of 0 is only computed in vain, never wrong.
    private int StagedHash(ReadOnlySpan<byte> labels)
    {
        var hash = _stagedHash != 0 ? _stagedHash : Hash(labels);
        _stagedHash = 0;
        if (_describing is { } thing) _known.Add(thing, labels, hash);
        _describing = null;
        return hash;
    }

    // HashCode is seeded anew in each process: names cannot be chosen to collide.
    private static int Hash(ReadOnlySpan<byte> labels)
    {
        var hash = default(HashCode);
        hash.AddBytes(labels);
        return hash.ToHashCode();
    }

    private int Find(ReadOnlySpan<byte> labels, int hash)
    {
        for (var i = _buckets[Bucket(hash)] - 1; i >= 0; i = _entries[i].Next - 1)
        {
            if (_entries[i].Hash == hash && Labels(i).SequenceEqual(labels)) return i;
        }

        return -1;
    }

    private void Grow()
    {
        _buckets = new int[_buckets.Length * 2];
        for (var i = 0; i < _entries.Count; i++) Link(i);
    }

    // Buckets and links hold an index plus one, so that cleared memory means "none".
    private void Link(int index)
    {
        ref var entry = ref CollectionsMarshal.AsSpan(_entries)[index];
        ref var bucket = ref _buckets[Bucket(entry.Hash)];
        entry.Next = bucket;
        bucket = index + 1;
    }

    private int Bucket(int hash) => hash & (_buckets.Length - 1);

    private struct Entry
    {
        public int Start;
        public int Length;
        public int Hash;
        public int Next;
        public T Value;
    }
}
