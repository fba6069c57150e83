using Wattshare.Exporter.Host.Cgroups;
using Wattshare.Exporter.Host.Kernel;
using Wattshare.Exporter.Host.Processes;

namespace Wattshare.Exporter.Host.Resctrl;

/// <summary>
/// Finds the one virtual machine, container or group that all tasks of a group of resctrl belong to. Sampling thread only; allocates nothing.
/// </summary>
/// <param name="files">Reads below <c>/proc</c>, which answers for threads as well.</param>
internal sealed class TaskOwner(ProcessFiles files)
{
    /// <summary>A group with more tasks than this is nobody's: to ask for each would take too long.</summary>
    private const int MaxTasks = 1024;

    private const int MembersInTen = 9;

    private readonly byte[] _tasks = new byte[64 * 1024];
    private readonly byte[] _text = new byte[4096];
    private readonly CgroupFiles _groupFiles = new();

    /// <summary>Finds the owner.</summary>
    /// <param name="group">The group of resctrl.</param>
    /// <param name="tree">The cgroups.</param>
    /// <returns>The scope of the machine, the outermost group of the container, or the group; null when there is not exactly one.</returns>
    public CgroupNode? Find(MonitorGroup group, CgroupTree tree)
    {
        // Everything else that runs on hardware threads of its own counts for it as well, whosever it is.
        var length = HostFile.ReadOnce(group.ThreadsFile, _text);
        if (length < 0 || MonitorText.HasThreads(_text.AsSpan(0, length))) return null;
        length = HostFile.ReadOnce(group.TasksFile, _tasks);
        if (length <= 0 || length == _tasks.Length) return null;
        CgroupNode? owner = null;
        var count = 0;
        ReadOnlySpan<byte> rest = _tasks.AsSpan(0, length);
        while (MonitorText.TryTakeTask(ref rest, out var task))
        {
            if (++count > MaxTasks || !TryFindGroup(task, tree, out var node)) return null;
            if (node is null) continue;
            if (owner is not null && !ReferenceEquals(owner, node)) return null;
            owner = node;
        }

        return rest.IsEmpty && owner is not null && Holds(owner, count, tree) ? owner : null;
    }

    /// <summary>False when it cannot be told; null for a task that ended.</summary>
    private bool TryFindGroup(int task, CgroupTree tree, out CgroupNode? node)
    {
        node = null;
        var length = files.ReadCgroup(task, out var text);
        if (Errno.IsGone(length)) return true;
        if (length <= 0 || !CgroupMembership.TryParse(text, tree.Version2, out var path)) return false;
        node = tree.Index.Resolve(path, out var exact);
        if (node is null || !exact) return false;
        if (!node.IsVmScope && node.Info.Container is not null)
            while (node is { IsContainer: false, Parent: { } above }) node = above;
        return node.Accounting is not null;
    }

    /// <summary>
    /// A part of the threads of a container or group would speak for all of them. Those of a machine may: its vCPUs do nearly all of its traffic, and
    /// they are what libvirt monitors.
    /// </summary>
    private bool Holds(CgroupNode owner, int tasks, CgroupTree tree)
    {
        if (owner.IsVmScope) return true;
        if (!_groupFiles.TryRead(tree.Layout.PidsRoot, owner, "pids.current"u8, _text, out var text)) return true;
        return !CpuNumber.TryParse(text, int.MaxValue, out var all) || tasks * 10L >= all * MembersInTen;
    }
}
