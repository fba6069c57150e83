using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Host.Cgroups;

/// <summary>
/// Finds out which groups are bound to one processor package by the set of hardware threads that they may run on, on hosts with several
/// (https://docs.kernel.org/admin-guide/cgroup-v2.html#cpuset, cgroup-v1/cpusets.html). A group without a set of its own has that of the one
/// above it. Read when a group appears and soon again, and then with each sample in which somebody in it ran, or in turn where they are many: the
/// kernel tells nobody that a set changed by itself, and while nobody runs it does not matter. What cannot be understood binds nobody.
/// Sampling thread only; allocates nothing while nothing changes.
/// </summary>
/// <param name="layout">The hierarchy.</param>
/// <param name="packages">Tells the package of a hardware thread.</param>
/// <param name="faults">Told about files that hold no such set.</param>
internal sealed class CgroupPins(CgroupLayout layout, CpuPackages packages, FaultLog faults)
{
    private const string Subject = "the hardware threads of a cgroup";

    /// <summary>How many sets are read in one sample at most; each takes three or four microseconds.</summary>
    private const int MostInOneSample = 128;

    private readonly CgroupFiles _files = new();
    private readonly byte[] _text = new byte[16_384];
    private int _unreadable;
    private int _next;

    /// <summary>Reads the set of a group that is young, or when hardware threads came or went.</summary>
    /// <param name="node">The group.</param>
    /// <param name="turn">The number of this look at the tree, one more each time.</param>
    /// <returns>True when <see cref="CgroupNode.Info"/> was replaced.</returns>
    public bool Refresh(CgroupNode node, long turn) => packages.Version != 0 && IsDue(node, turn) && Read(node);

    /// <summary>Reads the sets of groups that ran since theirs was read, as many as one sample may and the next ones with the next.</summary>
    /// <param name="nodes">The groups.</param>
    /// <returns>True when some <see cref="CgroupNode.Info"/> was replaced.</returns>
    public bool Follow(List<CgroupNode> nodes)
    {
        if (!packages.AreSeveral) return false;
        var (changed, left) = (false, MostInOneSample);
        for (var i = 0; i < nodes.Count && left > 0; i++)
        {
            _next = _next + 1 < nodes.Count ? _next + 1 : 0;
            var node = nodes[_next];

            // Where groups have no counters that are read, everybody may have run.
            if (node.Activity.Seen >= 0 && node.Activity.Seen == node.PinSeen) continue;
            changed |= Read(node);
            left--;
        }

        return changed;
    }

    /// <summary>Forgets a group that is gone.</summary>
    /// <param name="node">The group.</param>
    public void Forget(CgroupNode node) => Mark(node, unreadable: false);

    private bool Read(CgroupNode node)
    {
        (node.PinVersion, node.PinSeen) = (packages.Version, node.Activity.Seen);
        var (isOwn, package) = (false, (int?)null);
        if (packages.AreSeveral) isOwn = TryRead(node, out package);
        return node.SetPackage(isOwn, package);
    }

    private bool IsDue(CgroupNode node, long turn)
    {
        if (node.PinVersion != packages.Version) return true;
        return packages.AreSeveral && turn - node.FoundInTurn is 0 or 1 or 5;
    }

    private bool TryRead(CgroupNode node, out int? package)
    {
        package = null;
        if (!TryReadText(node, out var text)) return false;
        var isRead = text.Length < _text.Length && CpuList.TryFindPackage(text, packages, out package);
        Mark(node, unreadable: !isRead);
        return true;
    }

    /// <summary>Version 1 has the set that was asked for, and on newer kernels the part of it that is online.</summary>
    private bool TryReadText(CgroupNode node, out ReadOnlySpan<byte> text)
    {
        if (layout.Version2) return _files.TryRead(layout.CpusetRoot, node, "cpuset.cpus.effective"u8, _text, out text);
        return _files.TryRead(layout.CpusetRoot, node, "cpuset.effective_cpus"u8, _text, out text)
            || _files.TryRead(layout.CpusetRoot, node, "cpuset.cpus"u8, _text, out text);
    }

    private void Mark(CgroupNode node, bool unreadable)
    {
        if (unreadable)
        {
            faults.Report(FaultKind.GroupUnreadable, Subject, "The file with the hardware threads that a cgroup may run on holds no such list; the group is "
                + "taken for one that may run anywhere. Mount cgroupfs itself when in a container.");
        }

        if (node.HasUnreadableThreads == unreadable) return;
        node.HasUnreadableThreads = unreadable;
        _unreadable += unreadable ? 1 : -1;
        if (_unreadable == 0) faults.Recovered(FaultKind.GroupUnreadable, Subject);
    }
}
