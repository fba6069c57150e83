using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Host.Cgroups;

/// <summary>
/// Reads the CPU time of groups: first a look at who moved, from the outside in, which passes over everything below a group that did not
/// move; then, when the processes were read, the values to report, from the inside out. Sampling thread only; allocates nothing.
/// </summary>
/// <param name="version2">Which kind of counter it is.</param>
/// <param name="faults">Told about what cannot be read.</param>
internal sealed class CgroupCounters(bool version2, FaultLog faults)
{
    private readonly byte[] _text = new byte[4096];
    private int _unreadable;

    private string Subject => version2 ? "cpu.stat" : "cpuacct.usage";

    /// <summary>Looks which groups used CPU time since the last look.</summary>
    /// <param name="node">The outermost group.</param>
    /// <param name="tick">The tick, for <see cref="CgroupActivity.MovedTick"/>.</param>
    public void Look(CgroupNode node, long tick)
    {
        if (node.Counter is not null)
        {
            if (!TryRead(node, out var nanoseconds)) node.Activity.Assume(tick);
            else if (!node.Activity.Look(nanoseconds) && !node.Resumed) return;
            else node.Due = true;
        }

        foreach (var child in node.Children) Look(child, tick);
        if (node.Due) node.Activity.Settle(node.Children, tick);
    }

    /// <summary>
    /// Reads and reports a group that is due and everything around it, children before the group that contains them, so that a group is
    /// never older than its parts: what time passes in between shows as a little more in the whole, which is a remainder that can be
    /// kept, and never as parts that exceed their whole.
    /// </summary>
    /// <param name="node">The outermost group.</param>
    /// <param name="readings">Where the readings go.</param>
    /// <param name="all">Whether every group is due.</param>
    /// <returns>Whether any was reported.</returns>
    public bool Report(CgroupNode node, Buffer<GroupReading> readings, bool all)
    {
        var inside = false;
        foreach (var child in node.Children) inside |= Report(child, readings, all);
        var isUsed = node.Due;
        var due = all || inside || isUsed || !ReferenceEquals(node.Info, node.ReportedInfo);
        node.Due = false;
        if (node.Counter is null || !due || node.Unreadable || !TryRead(node, out var nanoseconds, isUsed)) return inside;
        node.ReportedInfo = node.Info;
        readings.Add(new GroupReading(node.Info, nanoseconds, Ended: false) { IsBaseline = node.Resumed });
        node.Resumed = false;
        return true;
    }

    /// <summary>Forgets a group that is gone.</summary>
    /// <param name="node">The group.</param>
    public void Forget(CgroupNode node)
    {
        Mark(node, unreadable: false);
        node.Counter?.Close();
    }

    private bool TryRead(CgroupNode node, out long nanoseconds, bool isUsed = false)
    {
        nanoseconds = 0;
        var length = node.Counter!.Read(_text);
        if (length >= 0 && CgroupCounter.TryParse(_text.AsSpan(0, length), version2, out nanoseconds))
        {
            node.LastNanoseconds = nanoseconds;
            Mark(node, unreadable: false);
            return true;
        }

        if (!Errno.IsGone(length) || IsMissed(node, isUsed))
        {
            Mark(node, unreadable: true);
            faults.Report(FaultKind.GroupUnreadable, Subject, "The CPU time of a cgroup is missing, is not a number or may not be read. What it uses meanwhile "
                + "counts for the group above it, or for nobody; run as root, and mount cgroupfs itself when in a container.");
        }

        return false;
    }

    /// <summary>
    /// A group that was removed since the walk has no file either, and that is no fault. Nor is it one where nobody runs: whoever made the
    /// group may not be done yet.
    /// </summary>
    private static bool IsMissed(CgroupNode node, bool isUsed) => (isUsed || node.Unreadable || node.LastNanoseconds >= 0)
        && DirectoryFacts.Read(node.Path.Directory, out var facts) == 0 && facts.Inode == node.Inode;

    /// <summary>Groups that are passed over are still unreadable, so the fault is over when none is left.</summary>
    private void Mark(CgroupNode node, bool unreadable)
    {
        if (node.Unreadable == unreadable) return;
        node.Unreadable = unreadable;
        node.Resumed = !unreadable;
        _unreadable += unreadable ? 1 : -1;
        if (_unreadable == 0) faults.Recovered(FaultKind.GroupUnreadable, Subject);
    }
}
