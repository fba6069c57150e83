using System.Text;

namespace Wattshare.Exporter.Host.Cgroups;

/// <summary>Finds groups by path without allocation. Sampling thread only.</summary>
/// <param name="claims">Knows which groups are containers.</param>
internal sealed class CgroupIndex(ContainerClaims claims)
{
    private readonly Dictionary<string, CgroupNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<ulong, CgroupNode> _byInode = [];
    private readonly char[] _key = new char[CgroupPath.MaxText];

    /// <summary>The number of groups.</summary>
    public int Count => _nodes.Count;

    /// <summary>Every group, in no order.</summary>
    public List<CgroupNode> All { get; } = [];

    /// <summary>The groups that are containers.</summary>
    public List<CgroupNode> Containers => claims.Believed;

    /// <summary>Adds or replaces a group.</summary>
    /// <param name="node">The group.</param>
    public void Add(CgroupNode node)
    {
        node.Place = All.Count;
        All.Add(node);
        _nodes[node.Path.Key] = node;
        _byInode[node.Inode] = node;
        node.Claims = claims;
        claims.Enter(node);
    }

    /// <summary>Forgets a group, unless another took its path.</summary>
    /// <param name="node">The group.</param>
    public void Remove(CgroupNode node)
    {
        var last = All[^1];
        (All[node.Place], last.Place) = (last, node.Place);
        All.RemoveAt(All.Count - 1);
        if (_nodes.TryGetValue(node.Path.Key, out var found) && ReferenceEquals(found, node)) _nodes.Remove(node.Path.Key);
        if (_byInode.TryGetValue(node.Inode, out var same) && ReferenceEquals(same, node)) _byInode.Remove(node.Inode);
        claims.Leave(node);
    }

    /// <summary>Says which groups are not the containers that their names say, once a walk is over.</summary>
    public void ReportDoubts() => claims.Report();

    /// <summary>Finds the group of a directory.</summary>
    /// <param name="inode">The inode, which is the kernel's id of the group.</param>
    /// <returns>The group, or null when none is known.</returns>
    public CgroupNode? Find(ulong inode) => _byInode.GetValueOrDefault(inode);

    /// <summary>Takes over what the engines know of containers by now, and what the limits and hardware threads of those are that are due.</summary>
    /// <param name="containers">The directory of containers.</param>
    /// <param name="reservations">Reads the limits.</param>
    /// <param name="pins">Reads the sets of hardware threads, or null.</param>
    /// <param name="turn">The number of this look at the tree.</param>
    /// <returns>True when something new is known.</returns>
    public bool Refresh(IContainerDirectory containers, CgroupReservations reservations, CgroupPins? pins, long turn)
    {
        var changed = false;
        foreach (var (_, node) in _nodes) changed |= node.RefreshLabels(containers) | reservations.Refresh(node, turn) | (pins?.Refresh(node, turn) ?? false);
        return changed;
    }

    /// <summary>Tells whether a group has a child of this name.</summary>
    /// <param name="parent">The group above.</param>
    /// <param name="name">The name of the directory.</param>
    /// <returns>True when it is known.</returns>
    public bool HasChild(CgroupNode parent, ReadOnlySpan<byte> name)
    {
        var prefix = parent.Path.Key.Length == 1 ? "" : parent.Path.Key;
        var length = prefix.Length + 1 + name.Length;
        if (length > _key.Length) return false;
        prefix.CopyTo(_key);
        _key[prefix.Length] = '/';
        Encoding.Latin1.GetChars(name, _key.AsSpan(prefix.Length + 1));
        return Lookup(_key.AsSpan(0, length)) is not null;
    }

    /// <summary>
    /// Finds the group that a process is in, by the path in its <c>cgroup</c> file. Paths outside of the reader's cgroup namespace are
    /// matched from the right where that gives one answer, since what is above is not told.
    /// </summary>
    /// <param name="path">The path as the kernel wrote it.</param>
    /// <param name="exact">False when the group is not known yet, and the nearest one above it stands in: worth asking again soon.</param>
    /// <returns>The group, or null when none is known that contains the process.</returns>
    public CgroupNode? Resolve(ReadOnlySpan<byte> path, out bool exact)
    {
        path = CgroupMembership.CutClimb(path, out var outside);
        exact = true;
        if (path.Length > _key.Length) return null;
        var length = Encoding.Latin1.GetChars(path, _key);
        var key = _key.AsSpan(0, length);
        if (Lookup(key) is { } node) return node;
        if (outside) return FindBySuffix(key);
        var above = Climb(key);

        // Groups below the scope of a virtual machine are not followed: the scope is the final answer there.
        exact = above is { IsVmScope: true };
        return above;
    }

    private CgroupNode? Climb(ReadOnlySpan<char> key)
    {
        while (key.Length > 1)
        {
            key = key[..Math.Max(key.LastIndexOf('/'), 1)];
            if (Lookup(key) is { } node) return node;
        }

        return null;
    }

    private CgroupNode? FindBySuffix(ReadOnlySpan<char> key)
    {
        CgroupNode? found = null;
        foreach (var (path, node) in _nodes)
        {
            if (!path.AsSpan().EndsWith(key, StringComparison.Ordinal)) continue;
            if (found is not null) return null;
            found = node;
        }

        return found;
    }

    private CgroupNode? Lookup(ReadOnlySpan<char> key) => _nodes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key, out var node) ? node : null;
}
