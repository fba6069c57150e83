using Wattshare.Exporter.Host.Cgroups;
using Wattshare.Exporter.Host.Processes;

namespace Wattshare.Exporter.Host.Bpf;

/// <summary>
/// Finds groups by the id that the kernel gives, which is the inode of their directory. The tree is walked only when an unknown id
/// comes, and now and then to notice removed groups. A removed one is remembered for a while, since its tasks end after it is gone.
/// One that was removed before any walk found it is put together from what the kernel told when it was made.
/// Sampling thread only; allocates nothing while no group comes or goes.
/// </summary>
/// <param name="tree">The groups, or null where there are none.</param>
/// <param name="identifier">Asks procfs for the path of a group that is in no walk.</param>
/// <param name="made">The groups that were made lately.</param>
internal sealed class GroupFinder(CgroupTree? tree, ProcessIdentifier identifier, MadeGroups made)
{
    private const int MaxDepth = 32;

    /// <summary>Whoever makes groups all the time could otherwise have the tree walked all the time.</summary>
    private const int MaxWalks = 3;

    private const long WalkEvery = 10_000_000_000;
    private const long RememberGone = 60_000_000_000;
    private const int MaxMissed = 4096;

    private readonly Dictionary<ulong, Known> _known = [];
    private readonly HashSet<ulong> _missed = [];
    private readonly List<ulong> _old = [];
    private long _lastWalk = long.MinValue / 2;
    private long _now;
    private int _walks;
    private bool _isCurrent;

    /// <summary>Whether descriptions of groups may have changed in this read.</summary>
    public bool Changed { get; private set; }

    /// <summary>Begins a read: names and limits of containers are refreshed, and the tree is walked when that is due.</summary>
    /// <param name="now">The time since boot, in nanoseconds.</param>
    public void Begin(long now)
    {
        _now = now;
        _walks = 0;
        _isCurrent = Changed = false;
        made.Refresh();
        if (tree is null) return;
        if (now - _lastWalk >= WalkEvery) Walk();
        else Changed = tree.RefreshContainers();
    }

    /// <summary>Puts a process into its group.</summary>
    /// <param name="process">The process.</param>
    /// <param name="parent">The process that started it, when it is known: it stands in for one that ended before anyone could ask.</param>
    public void Place(RunningProcess process, RunningProcess? parent)
    {
        if (tree is null) return;
        if (Find(process.Group) is { } node) process.Tracked.Node = node;
        else if (process.Ended) process.Tracked.Node = parent?.Node;
        else Ask(process);
    }

    /// <summary>Finds a group.</summary>
    /// <param name="id">The kernel's id.</param>
    /// <returns>The group, or null when it is not known.</returns>
    public CgroupNode? Find(ulong id)
    {
        if (tree is null) return null;
        if (Recall(id) is { } node) return node;

        // What was made during this read is in no walk of it. An id that a walk did not find will not be found by the next one either; it is
        // tried again with the regular walks.
        if (made.Refresh()) _isCurrent = false;
        if (!_isCurrent && _walks < MaxWalks && !_missed.Contains(id)) Walk();
        var found = Recall(id) ?? Restore(id, depth: 0);
        if (found is null && _missed.Count < MaxMissed) _missed.Add(id);
        return found;
    }

    private CgroupNode? Recall(ulong id)
    {
        if (_known.TryGetValue(id, out var known)) return known.Node;
        return tree!.Index.Find(id) is { } node ? Know(id, node) : null;
    }

    /// <summary>Puts a group together that is gone: where it was and what its name was, was told when it was made.</summary>
    private CgroupNode? Restore(ulong id, int depth)
    {
        if (depth > MaxDepth || !made.TryGet(id, out var group)) return null;
        if ((Recall(group.Parent) ?? Restore(group.Parent, depth + 1)) is not { } parent) return null;
        return tree!.Restore(parent, group.Name, id) is { } node ? Know(id, node) : null;
    }

    private CgroupNode Know(ulong id, CgroupNode node)
    {
        _known[id] = new Known(node, _now);
        return node;
    }

    /// <summary>Groups that are in no walk: below the scope of a virtual machine, or outside of the part that the exporter sees.</summary>
    private void Ask(RunningProcess process)
    {
        identifier.RefreshGroup(process.Tracked, tree);
        if (process.Node is { } node && !process.Tracked.GroupPending) Know(process.Group, node);
    }

    private void Walk()
    {
        tree!.Walk();
        tree.ForgetGone();
        _walks++;
        (_isCurrent, Changed, _lastWalk) = (true, true, _now);
        _missed.Clear();
        foreach (var (id, known) in _known)
        {
            if (!known.Node.Gone) _known[id] = known with { Seen = _now };
            else if (_now - known.Seen > RememberGone) _old.Add(id);
        }

        foreach (var id in _old) _known.Remove(id);
        _old.Clear();
    }

    /// <summary>A group and when it was last there.</summary>
    private readonly record struct Known(CgroupNode Node, long Seen);
}
