namespace Wattshare.Attribution.Sampling;

/// <summary>A growing array that keeps its memory when it is cleared, so that a sample that is filled again allocates nothing.</summary>
/// <typeparam name="T">The kind of element.</typeparam>
public sealed class Buffer<T>
{
    private T[] _items = new T[16];

    /// <summary>The number of elements.</summary>
    public int Count { get; private set; }

    /// <summary>The elements, valid until the next change of the buffer.</summary>
    public Span<T> Items => _items.AsSpan(0, Count);

    /// <summary>Appends one element.</summary>
    /// <param name="item">The element.</param>
    public void Add(T item)
    {
        if (Count == _items.Length) Array.Resize(ref _items, Count * 2);
        _items[Count++] = item;
    }

    /// <summary>Makes the buffer exactly this long and returns its elements, whatever they held before.</summary>
    /// <param name="count">The new number of elements.</param>
    /// <returns>The elements, valid until the next change of the buffer.</returns>
    public Span<T> Resize(int count)
    {
        if (count > _items.Length) Array.Resize(ref _items, Math.Max(count, _items.Length * 2));
        Count = count;
        return Items;
    }

    /// <summary>Forgets the elements and keeps the memory; references are dropped so that nothing lives on by accident.</summary>
    public void Clear()
    {
        if (System.Runtime.CompilerServices.RuntimeHelpers.IsReferenceOrContainsReferences<T>()) Items.Clear();
        Count = 0;
    }
}
