using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host.Cgroups;
using Wattshare.Exporter.Host.Kernel;
using Wattshare.Exporter.Host.Processes;

namespace Wattshare.Exporter.Host.Resctrl;

/// <summary>
/// Reads how many bytes went between the caches and memory for whom, where resctrl is mounted, the processor counts, and somebody set up groups
/// that each belong to one virtual machine, container or group. Per sample only the counters are read; groups and their tasks are looked at
/// now and then. Sampling thread only; allocates for new groups only.
/// </summary>
/// <param name="sysfsRoot">The root of sysfs.</param>
/// <param name="files">Reads below <c>/proc</c>.</param>
/// <param name="faults">Told about counters that cannot be read.</param>
internal sealed class MemoryTrafficReader(string sysfsRoot, ProcessFiles files, FaultLog faults) : IDisposable
{
    private const string Subject = "the memory traffic of resctrl";
    private const int ListEvery = 10;
    private const int SearchEvery = 60;

    private readonly MonitorTree _monitors = new(sysfsRoot);
    private readonly TaskOwner _owners = new(files);
    private readonly List<MonitorGroup> _gone = [];
    private readonly byte[] _text = new byte[128];
    private long _turn;
    private long _nextList;

    /// <summary>Appends the traffic of every group, or nothing where no group belongs to somebody.</summary>
    /// <param name="sample">The sample to fill.</param>
    /// <param name="tree">The cgroups, walked already, or null where there are none.</param>
    public void Read(HostSample sample, CgroupTree? tree)
    {
        _turn++;
        if (tree is null) return;
        if (_turn >= _nextList)
        {
            _monitors.List();
            _nextList = _turn + (_monitors.Groups.Count > 0 ? ListEvery : SearchEvery);
        }

        if (!FindOwners(tree) || _monitors.IsCut) return;
        var failed = false;
        foreach (var group in _monitors.Groups) failed |= !TryRead(group, sample.Traffic);
        if (_gone.Count > 0) Drop(sample.Traffic);
        if (!failed) faults.Recovered(FaultKind.MemoryUnreadable, Subject);
    }

    /// <inheritdoc/>
    public void Dispose() => _monitors.Dispose();

    /// <summary>Looks whose the groups are, those that are due; false when none is anybody's.</summary>
    private bool FindOwners(CgroupTree tree)
    {
        var any = false;
        foreach (var group in _monitors.Groups)
        {
            // The root has everybody who is in no other group.
            if (group.Name.IsEmpty) continue;
            if (group.Owner is { Gone: true } || group.Turn.TryTake(_turn, group.Id)) group.Owner = _owners.Find(group, tree);
            any |= group.Owner is not null;
        }

        return any;
    }

    private bool TryRead(MonitorGroup group, Buffer<TrafficReading> readings)
    {
        var error = group.Read(_text, out var bytes);
        if (Errno.IsGone(error)) _gone.Add(group);
        readings.Add(new TrafficReading(group.Id, group.Control?.Id ?? 0, group.Owner?.Info, error < 0 ? -1 : bytes));

        // The traffic of a group that is nobody's is in that of its control group, so its counter is not missed.
        if (error >= 0 || Errno.IsGone(error) || (group.Owner is null && group.Control is not null)) return true;
        faults.Report(FaultKind.MemoryUnreadable, Subject, "A counter mbm_total_bytes gives no number, so that the energy of memory is divided by CPU time meanwhile; "
            + "where the processor has fewer counters than there are groups, remove groups.");
        return false;
    }

    /// <summary>What a group had that is gone is missing in the sum of its control group, whose step is then too small: it is not known either.</summary>
    private void Drop(Buffer<TrafficReading> readings)
    {
        foreach (var group in _gone)
        {
            foreach (ref var reading in readings.Items)
                if (reading.Monitor == group.Id || reading.Monitor == group.Control?.Id) reading = reading with { Bytes = -1 };
            _monitors.Remove(group);
        }

        _gone.Clear();
        _nextList = _turn + 1;
    }
}
