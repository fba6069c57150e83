using Wattshare.VmShare.Native;

namespace Wattshare.VmShare.Publishing;

/// <summary>
/// Gives machines their directories. The rules make the same choice after every restart:
/// a machine whose own twin directory (<c>name~hash</c>) exists uses that; else it gets the plain name, unless a live machine
/// has it; of several that want it at once, the one whose uuid stands in the <c>share.json</c> there gets it, else the first by key.
/// What a machine got it keeps while it lives, because its guest has it mounted.
/// </summary>
/// <param name="retirement">Reads the documents of directories.</param>
internal sealed class DirectoryNames(Retirement retirement)
{
    private readonly List<(VmEntry Entry, string Name, bool Known)> _waiting = [];

    /// <summary>Names the directories of machines that have none.</summary>
    /// <param name="root">The root of the share.</param>
    /// <param name="entries">All machines.</param>
    /// <param name="owners">Who has which directory; changed.</param>
    /// <param name="give">Called for each machine with the name of its directory.</param>
    public void Assign(Folder root, Dictionary<string, VmEntry> entries, Dictionary<string, VmEntry> owners, Action<VmEntry, string> give)
    {
        _waiting.Clear();
        foreach (var entry in entries.Values)
        {
            if (entry is { Folder: null, Live: true }) Add(root, entry);
        }

        _waiting.Sort(static (left, right) =>
            left.Known != right.Known ? right.Known.CompareTo(left.Known) : string.CompareOrdinal(left.Entry.Account.Key, right.Entry.Account.Key));
        foreach (var (entry, name, _) in _waiting) give(entry, Choose(root, entry, name, owners));
    }

    private void Add(Folder root, VmEntry entry)
    {
        var name = ShareName.Encode(entry.Account.Name);
        var uuid = entry.Account.CleanUuid;
        _waiting.Add((entry, name, uuid.Length > 0 && retirement.DocumentOf(root, name)?.Uuid == uuid));
    }

    private static string Choose(Folder root, VmEntry entry, string name, Dictionary<string, VmEntry> owners)
    {
        var twin = ShareName.Twin(name, entry.Account.Key);
        if (root.Status(twin, out var status) == Errno.Success && status.IsFolder) return twin;
        return owners.TryGetValue(name, out var owner) && owner.Live ? twin : name;
    }
}
