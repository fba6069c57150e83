using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Host.Cgroups;

/// <summary>
/// Follows the groups of one hierarchy. A walk asks each directory for inode and link count, and lists only those whose link count
/// changed or that lost a child: cgroupfs counts links exactly and never uses an inode again, while its modification times stand still
/// (tried on Linux 6.18, versions 1 and 2). Every directory is listed again now and then in spite of it, and each time where a file
/// system counts no links. Sampling thread only; a walk without change allocates nothing.
/// </summary>
/// <param name="layout">The hierarchy.</param>
/// <param name="containers">Knows the names of containers.</param>
/// <param name="budget">How many counters stay open.</param>
/// <param name="faults">Told about what cannot be read.</param>
/// <param name="packages">Tells the package of a hardware thread; null when nobody wants to know who is bound to one.</param>
internal sealed class CgroupTree(CgroupLayout layout, IContainerDirectory containers, DescriptorBudget budget, FaultLog faults, CpuPackages? packages = null)
    : IDisposable
{
    private const int MaxDepth = 32;
    private const int ListAlwaysEvery = 60;
    private const string WalkSubject = "the cgroup tree";

    /// <summary>The counter of a group that is gone.</summary>
    private static readonly HostFile NoCounter = new([0], new DescriptorBudget(0));

    private readonly DirectoryLister _lister = new();
    private readonly List<CgroupNode> _gone = [];
    private readonly GroupPlaces _places = new();
    private readonly CgroupCounters _counters = new(layout.Version2, faults);
    private readonly CgroupReservations _reservations = new(layout, faults);
    private readonly CgroupPins? _pins = packages is null ? null : new CgroupPins(layout, packages, faults);
    private CgroupNode? _root;
    private long _lastId;
    private long _walks;
    private long _turn;
    private bool _refused;

    /// <summary>The groups by path.</summary>
    public CgroupIndex Index { get; } = new(new ContainerClaims(faults));

    /// <summary>The hierarchy.</summary>
    public CgroupLayout Layout => layout;

    /// <summary>True for version 2 of cgroups.</summary>
    public bool Version2 => layout.Version2;

    /// <summary>How many groups were ever found; it grows when a walk found a new one.</summary>
    public long Found => _lastId;

    /// <summary>Looks for groups that came and went, and for names and limits of containers that became known.</summary>
    public void Walk()
    {
        _walks++;
        _turn++;
        _refused = false;
        if (_root is not null && !Visit(_root, 0)) Remove(ref _root);
        if (_root is null && DirectoryFacts.Read(layout.Root, out var facts) == 0)
        {
            _root = Create(CgroupPath.Root(layout.Root), null, facts.Inode, layout.RootAccounted);
            Visit(_root, 0);
        }

        if (!_refused) faults.Recovered(FaultKind.GroupUnreadable, WalkSubject);
        Index.ReportDoubts();
    }

    /// <summary>Looks which groups used CPU time since the last look, for <see cref="CgroupNode.Activity"/>, and where those may run.</summary>
    /// <param name="tick">The number of this tick.</param>
    public void Look(long tick)
    {
        if (_root is not null) _counters.Look(_root, tick);
        _pins?.Follow(Index.All);
    }

    /// <summary>
    /// Reads every counter, children before the group that contains them (see <see cref="CgroupCounters.Report"/>), and reports those that
    /// are gone a last time.
    /// </summary>
    /// <param name="readings">Where the readings go.</param>
    public void Read(Buffer<GroupReading> readings) => Read(readings, all: true);

    /// <summary>The same for the counters that are due only: those that the last look saw moved, and those of members that were found to have run.</summary>
    /// <param name="readings">Where the readings go.</param>
    public void ReadDue(Buffer<GroupReading> readings) => Read(readings, all: false);

    /// <summary>Takes over names and limits of containers that became known, without a walk.</summary>
    /// <returns>True when something new is known.</returns>
    public bool RefreshContainers() => Index.Refresh(containers, _reservations, _pins, ++_turn) | (_pins?.Follow(Index.All) ?? false);

    /// <summary>
    /// Makes a group that was removed before any walk could find it. It is in no list, and nothing is read of it. Below the scope of a virtual
    /// machine that scope is the group, as in a walk.
    /// </summary>
    /// <param name="parent">The group around it, which may be gone as well.</param>
    /// <param name="name">The name of its directory, one segment of a path.</param>
    /// <param name="inode">The inode that the directory had.</param>
    /// <returns>The group, or null when it is there after all and left out for another reason (<see cref="FaultKind.GroupUnreadable"/>).</returns>
    public CgroupNode? Restore(CgroupNode parent, ReadOnlySpan<byte> name, ulong inode)
    {
        if (parent.IsVmScope) return parent;
        var path = parent.Path.Child(name);
        if (DirectoryFacts.Read(path.Directory, out var facts) == 0 && facts.Inode == inode) return null;
        var node = new CgroupNode(++_lastId, path, parent, inode, NoCounter) { Gone = true };
        node.RefreshLabels(containers);
        return node;
    }

    /// <summary>Drops the groups that are gone, where nobody asks for their last reading.</summary>
    public void ForgetGone() => _gone.Clear();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_root is not null) Remove(ref _root);
        _gone.Clear();
        _lister.End();
    }

    private void Read(Buffer<GroupReading> readings, bool all)
    {
        foreach (var node in _gone)
            if (node.LastNanoseconds >= 0) readings.Add(new GroupReading(node.Info, node.LastNanoseconds, Ended: true));
        _gone.Clear();
        if (_root is not null) _counters.Report(_root, readings, all);
    }

    /// <summary>Walks one group; false when it is gone.</summary>
    private bool Visit(CgroupNode node, int depth)
    {
        if (DirectoryFacts.Read(node.Path.Directory, out var facts) != 0 || facts.Inode != node.Inode) return false;
        node.RefreshLabels(containers);
        _reservations.Refresh(node, _turn);
        _pins?.Refresh(node, _turn);

        // Libvirt puts the threads of one hypervisor process into groups of their own (vcpu0, emulator), but a process is in one place:
        // only the scope as a whole is accounted, so that what its vCPUs used is found with the process and not beside it.
        if (node.IsVmScope) return true;
        if (depth >= MaxDepth) return facts.Links == 2 || Refuse($"groups deeper than {MaxDepth} levels are counted with the group above them");
        var lost = VisitChildren(node, depth);
        var isChanged = lost || facts.Links != node.ListedLinks || facts.Links < 2;
        if ((isChanged || (_walks + node.Info.Id) % ListAlwaysEvery == 0) && HasRoom(node, facts.Links, isChanged))
        {
            var known = node.Children.Count;
            List(node, facts.Links);
            for (var i = known; i < node.Children.Count; i++) Visit(node.Children[i], depth + 1);
        }

        return true;
    }

    /// <summary>Walks the known children; true when one is gone, so that another may have taken its place under the same link count.</summary>
    private bool VisitChildren(CgroupNode node, int depth)
    {
        var kept = 0;
        var children = node.Children;
        for (var i = 0; i < children.Count; i++)
        {
            var child = children[i];
            if (Visit(child, depth + 1)) children[kept++] = child;
            else
            {
                node.Activity.Lose(child.Activity);
                Remove(ref child!);
            }
        }

        var lost = kept < children.Count;
        if (lost) children.RemoveRange(kept, children.Count - kept);
        return lost;
    }

    /// <summary>Without room nobody looks what else is there: a directory of any size would be listed again in each walk.</summary>
    private bool HasRoom(CgroupNode node, uint links, bool isChanged)
    {
        if (_places.Refusal(node) is not { } full) return true;
        if (!isChanged) return false;
        node.ListedLinks = links == 2 ? links : 0;
        if (node.ListedLinks == 0) Refuse(full);
        return false;
    }

    private void List(CgroupNode node, uint links)
    {
        var isWhole = true;
        if (_lister.Begin(node.Path.Directory) == 0)
            while (isWhole && _lister.MoveNext())
                if (_lister.MayBeDirectory && !Index.HasChild(node, _lister.Name)) isWhole = Add(node, node.Path.Child(_lister.Name));
        _lister.End();

        // After an error the old count stays, so that the next walk tries again; so it does where there was no room for all.
        if (_lister.Error == 0) node.ListedLinks = isWhole ? links : 0;
        else if (!Errno.IsGone(_lister.Error)) Refuse($"a directory could not be listed (error {-_lister.Error}); its groups are counted with it");
    }

    /// <summary>Adds a group that was listed; false when there is no room for it.</summary>
    private bool Add(CgroupNode parent, CgroupPath path)
    {
        if (DirectoryFacts.Read(path.Directory, out var facts) != 0) return true;
        if (_places.Refusal(parent) is { } full) return !Refuse(full);
        parent.Children.Add(Create(path, parent, facts.Inode, accounted: true));
        return true;
    }

    private CgroupNode Create(CgroupPath path, CgroupNode? parent, ulong inode, bool accounted)
    {
        var counter = accounted ? new HostFile(HostPath.Join(path.Directory, layout.CounterFile), budget) : null;
        var node = new CgroupNode(++_lastId, path, parent, inode, counter) { FoundInTurn = _turn };
        Index.Add(node);
        _places.Take(node);
        return node;
    }

    private void Remove(ref CgroupNode? node)
    {
        foreach (var child in node!.Children)
        {
            var each = child;
            Remove(ref each);
        }

        node.Children.Clear();
        node.Gone = true;
        _counters.Forget(node);
        _reservations.Forget(node);
        _pins?.Forget(node);
        Index.Remove(node);
        _places.Give(node);
        _gone.Add(node);
        node = null;
    }

    private bool Refuse(string what)
    {
        _refused = true;
        faults.Report(FaultKind.GroupUnreadable, WalkSubject, $"In the tree of cgroups {what}.");
        return true;
    }
}
