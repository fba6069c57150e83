using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wattshare.Exporter.Exposition;

/// <summary>
/// The label text of things that do not change, by the object itself. What was not asked for in the last round is forgotten when it is
/// the larger part, so the memory is bounded by what is shown. One thread.
/// </summary>
internal sealed class LabelCache
{
    /// <summary>So few forgotten things are not worth a search for them.</summary>
    private const int Slack = 64;

    private readonly Dictionary<object, Entry> _texts = new(ReferenceEqualityComparer.Instance);
    private int _round;
    private int _asked;

    /// <summary>How many texts are kept.</summary>
    public int Count => _texts.Count;

    /// <summary>Begins a round: everything that is shown is asked for once more.</summary>
    public void BeginRound()
    {
        if (_texts.Count > 2 * _asked + Slack) Forget();
        _round = unchecked(_round + 1);
        _asked = 0;
    }

    /// <summary>Looks for the text of a thing.</summary>
    /// <param name="thing">An object whose labels never change.</param>
    /// <param name="labels">Its pairs with commas between them.</param>
    /// <param name="hash">What was given with them.</param>
    /// <returns>False when it has none yet.</returns>
    public bool TryGet(object thing, out ReadOnlySpan<byte> labels, out int hash)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrNullRef(_texts, thing);
        if (Unsafe.IsNullRef(ref entry))
        {
            labels = default;
            hash = 0;
            return false;
        }

        entry.Round = _round;
        _asked++;
        labels = entry.Labels;
        hash = entry.Hash;
        return true;
    }

    /// <summary>Keeps the text of a thing that has none yet.</summary>
    /// <param name="thing">The object.</param>
    /// <param name="labels">Its pairs with commas between them.</param>
    /// <param name="hash">The hash of them.</param>
    public void Add(object thing, ReadOnlySpan<byte> labels, int hash)
    {
        _texts[thing] = new Entry { Labels = labels.ToArray(), Hash = hash, Round = _round };
        _asked++;
    }

    private void Forget()
    {
        // A dictionary allows removal during its own enumeration.
        foreach (var (thing, entry) in _texts)
            if (entry.Round != _round) _texts.Remove(thing);
    }

    private struct Entry
    {
        public byte[] Labels;
        public int Hash;
        public int Round;
    }
}
