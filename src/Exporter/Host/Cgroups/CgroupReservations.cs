using Wattshare.Exporter.Diagnostics;

namespace Wattshare.Exporter.Host.Cgroups;

/// <summary>
/// Finds out how much CPU is set aside for each container: what a pod's container requests, else its limit (a quota, or outside of
/// Kubernetes a set of hardware threads that is smaller than the host), else nothing. Read when the container appears, soon again because
/// a runtime makes the group first and sets its limits then, and seldom from then on. What cannot be understood sets nothing aside.
/// Sampling thread only; allocates nothing.
/// </summary>
/// <param name="layout">The hierarchy.</param>
/// <param name="faults">Told about files that hold no limit.</param>
internal sealed class CgroupReservations(CgroupLayout layout, FaultLog faults)
{
    private const string Subject = "the CPU limits of a container";
    private const int ReadEvery = 60;

    private readonly CgroupFiles _files = new();
    private readonly byte[] _text = new byte[4096];
    private readonly byte[] _periodText = new byte[64];
    private int _unreadable;

    /// <summary>Reads the limits of a group again when it is a container and due.</summary>
    /// <param name="node">The group.</param>
    /// <param name="turn">The number of this look at the tree, one more each time.</param>
    /// <returns>True when <see cref="CgroupNode.Info"/> was replaced.</returns>
    public bool Refresh(CgroupNode node, long turn)
    {
        if (!node.IsContainer) return false;
        var age = turn - node.FoundInTurn;
        if (age is not (0 or 1 or 5) && (age + node.Info.Id) % ReadEvery != 0) return false;
        var isRead = TryRead(node, out var millithreads);
        Mark(node, unreadable: !isRead);
        return node.SetReservation(millithreads);
    }

    /// <summary>Forgets a group that is gone.</summary>
    /// <param name="node">The group.</param>
    public void Forget(CgroupNode node) => Mark(node, unreadable: false);

    private bool TryRead(CgroupNode node, out long millithreads)
    {
        millithreads = 0;
        if (!TryReadQuota(node, out var limit)) return false;
        if (node.IsInPod) return TryReadRequest(node, limit, out millithreads);
        if (!TryReadCpuset(node, out var threads)) return false;
        millithreads = limit > 0 && threads > 0 ? Math.Min(limit, threads) : Math.Max(limit, threads);
        return true;
    }

    private bool TryReadQuota(CgroupNode node, out long millithreads)
    {
        millithreads = 0;
        if (layout.Version2) return !_files.TryRead(layout.CpuRoot, node, "cpu.max"u8, _text, out var max) || CpuQuota.TryParse(max, out millithreads);
        if (!_files.TryRead(layout.CpuRoot, node, "cpu.cfs_quota_us"u8, _text, out var quota)) return true;
        _files.TryRead(layout.CpuRoot, node, "cpu.cfs_period_us"u8, _periodText, out var period);
        return CpuQuota.TryParse(quota, period, out millithreads);
    }

    /// <summary>In a pod the set of hardware threads says nothing new: a set of one's own comes with a request for just as many.</summary>
    private bool TryReadRequest(CgroupNode node, long limit, out long millithreads)
    {
        millithreads = 0;
        long request;
        if (layout.Version2)
        {
            if (!TryReadNumber(node, "cpu.weight"u8, CpuRequest.MostWeight, out var weight)) return false;
            var podWeight = node.Parent is { } pod && TryReadNumber(pod, "cpu.weight"u8, CpuRequest.MostWeight, out var above) ? above : 0;
            request = CpuRequest.FromWeight(weight, podWeight, limit);
        }
        else
        {
            if (!TryReadNumber(node, "cpu.shares"u8, CpuRequest.MostShares, out var shares)) return false;
            request = CpuRequest.FromShares(shares);
        }

        millithreads = request > 0 ? request : limit;
        return true;
    }

    /// <summary>
    /// A set counts where it was set for the container and leaves something of the host out. In version 1 a group begins with the set of
    /// the one above it.
    /// </summary>
    private bool TryReadCpuset(CgroupNode node, out long millithreads)
    {
        millithreads = 0;
        if (!_files.TryRead(layout.CpusetRoot, node, "cpuset.cpus"u8, _text, out var own)) return true;
        if (!CpuList.TryCount(own, out var threads)) return false;
        var name = layout.Version2 ? "cpuset.cpus.effective"u8 : "cpuset.cpus"u8;
        if (threads == 0 || !_files.TryRead(layout.CpusetRoot, null, name, _text, out var whole)) return true;
        if (CpuList.TryCount(whole, out var all) && threads < all) millithreads = threads * 1_000;
        return true;
    }

    private bool TryReadNumber(CgroupNode node, ReadOnlySpan<byte> name, long limit, out long value)
    {
        value = 0;
        return !_files.TryRead(layout.CpuRoot, node, name, _text, out var text) || CpuNumber.TryParse(text, limit, out value);
    }

    private void Mark(CgroupNode node, bool unreadable)
    {
        if (unreadable)
        {
            faults.Report(FaultKind.GroupUnreadable, Subject, "A file with the CPU limit or the priority of a container holds no such thing; the container is "
                + "taken for one that reserves nothing. Mount cgroupfs itself when in a container.");
        }

        if (node.HasUnreadableLimits == unreadable) return;
        node.HasUnreadableLimits = unreadable;
        _unreadable += unreadable ? 1 : -1;
        if (_unreadable == 0) faults.Recovered(FaultKind.GroupUnreadable, Subject);
    }
}
