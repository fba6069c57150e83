using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Host.Cgroups;

/// <summary>
/// Finds out which groups are bound to one processor package by the set of hardware threads that they may run on, on hosts with several
/// (https://docs.kernel.org/admin-guide/cgroup-v2.html#cpuset, cgroup-v1/cpusets.html). A group without a set of its own has that of the one
/// above it. Read when a group appears and soon again, then seldom, and more often where a group is bound. What cannot be understood
/// binds nobody. Sampling thread only; allocates nothing while nothing changes.
/// </summary>
/// <param name="layout">The hierarchy.</param>
/// <param name="packages">Tells the package of a hardware thread.</param>
/// <param name="faults">Told about files that hold no such set.</param>
internal sealed class CgroupPins(CgroupLayout layout, CpuPackages packages, FaultLog faults)
{
    private const string Subject = "the hardware threads of a cgroup";
    private const int ReadEvery = 60;
    private const int ReadBoundEvery = 10;

    private readonly CgroupFiles _files = new();
    private readonly byte[] _text = new byte[16_384];
    private int _unreadable;

    /// <summary>Reads the set of a group again when that is due.</summary>
    /// <param name="node">The group.</param>
    /// <param name="turn">The number of this look at the tree, one more each time.</param>
    /// <returns>True when <see cref="CgroupNode.Info"/> was replaced.</returns>
    public bool Refresh(CgroupNode node, long turn)
    {
        if (packages.Version == 0 || !IsDue(node, turn)) return false;
        node.PinVersion = packages.Version;
        var (isOwn, package) = (false, (int?)null);
        if (packages.AreSeveral) isOwn = TryRead(node, out package);
        return node.SetPackage(isOwn, package);
    }

    /// <summary>Forgets a group that is gone.</summary>
    /// <param name="node">The group.</param>
    public void Forget(CgroupNode node) => Mark(node, unreadable: false);

    private bool IsDue(CgroupNode node, long turn)
    {
        if (node.PinVersion != packages.Version) return true;
        if (!packages.AreSeveral) return false;
        var age = turn - node.FoundInTurn;
        return age is 0 or 1 or 5 || (age + node.Info.Id) % (node.Info.Package is null ? ReadEvery : ReadBoundEvery) == 0;
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
