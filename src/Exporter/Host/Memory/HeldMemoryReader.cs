using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host.Cgroups;
using Wattshare.Exporter.Host.Processes;

namespace Wattshare.Exporter.Host.Memory;

/// <summary>
/// Finds out how much memory virtual machines and containers hold: a container what its group is charged for, page cache included
/// (<c>memory.current</c>, or <c>memory.usage_in_bytes</c> in version 1); a machine what its scope is charged for, else the resident memory of its
/// hypervisor process, and in both cases the huge pages of that, which are charged to neither. Read when the owner appears, soon again, and
/// seldom from then on; in between the last figure holds. Sampling thread only; allocates for newcomers only.
/// </summary>
/// <param name="files">Reads below <c>/proc</c>.</param>
/// <param name="faults">Told about files that hold no amount of memory.</param>
internal sealed class HeldMemoryReader(ProcessFiles files, FaultLog faults)
{
    private const string GroupSubject = "the memory of a container or virtual machine";
    private const string HostSubject = "/proc/meminfo";
    private const long BytesPerKibibyte = 1024;
    private const long MostKibibytes = 1L << 42;

    private readonly CgroupFiles _groupFiles = new();
    private readonly HeldState _host = new();
    private readonly byte[] _text = new byte[64];
    private long _turn;
    private int _unreadable;

    /// <summary>Appends what every machine and container holds.</summary>
    /// <param name="sample">The sample to fill.</param>
    /// <param name="tree">The groups, walked already, or null where there are none.</param>
    /// <param name="machines">The hypervisor processes that live.</param>
    public void Read(HostSample sample, CgroupTree? tree, List<TrackedProcess> machines)
    {
        _turn++;
        sample.MemoryKibibytes = ReadHost();
        if (tree is not null) ReadContainers(sample, tree);
        foreach (var process in machines)
            if (!process.Zombie && process.IsMachine) sample.Memory.Add(new MemoryReading(process.Vm, null, HeldBy(process, tree)));
    }

    private long ReadHost()
    {
        if (!_host.Turn.TryTake(_turn, 0)) return _host.Kibibytes;
        var there = files.ReadHostMemory(out var text) >= 0;
        KibibyteLine.TryParse(text, "MemTotal:"u8, MostKibibytes, out var total);
        _host.Kibibytes = total;
        if (total > 0) faults.Recovered(FaultKind.MemoryUnreadable, HostSubject);
        else if (there) faults.Report(FaultKind.MemoryUnreadable, HostSubject, "The size of the host's memory is not in it, so that idle energy of memory does not follow "
            + "what is held of it; mount procfs there or set --path.procfs.");
        return _host.Kibibytes;
    }

    private void ReadContainers(HostSample sample, CgroupTree tree)
    {
        foreach (var node in tree.Index.Containers)
            if (node.Info.Container is { } container) sample.Memory.Add(new MemoryReading(null, container, ChargedTo(node, tree)));
    }

    private long HeldBy(TrackedProcess process, CgroupTree? tree)
    {
        var charged = -1L;
        if (tree is not null && process.Node is { IsVmScope: true } scope && ReferenceEquals(scope.Info.Vm, process.Vm)) charged = ChargedTo(scope, tree);
        var state = process.Memory ??= new HeldState();
        var hugePages = process.HugeKibibytes;
        if (state.Turn.TryTake(_turn, process.Key.Pid))
        {
            var isRead = TryReadProcess(process.Key.Pid, out var resident, out hugePages);
            (state.Kibibytes, process.HugeKibibytes) = isRead ? (resident, hugePages) : (-1, 0);
        }

        var held = charged >= 0 ? charged : state.Kibibytes;
        return held < 0 ? -1 : held + hugePages;
    }

    /// <summary>Memory of its own is what is resident, shared memory included; huge pages are counted apart (proc_pid_status(5)).</summary>
    private bool TryReadProcess(int pid, out long resident, out long hugePages)
    {
        (resident, hugePages) = (0, 0);
        if (files.ReadStatus(pid, out var text) <= 0 || !KibibyteLine.TryParse(text, "VmRSS:"u8, MostKibibytes, out resident)) return false;
        if (!KibibyteLine.TryParse(text, "HugetlbPages:"u8, MostKibibytes, out hugePages)) hugePages = 0;
        return true;
    }

    private long ChargedTo(CgroupNode node, CgroupTree tree)
    {
        var state = node.Memory ??= new HeldState();
        if (!state.Turn.TryTake(_turn, node.Info.Id)) return state.Kibibytes;
        state.Kibibytes = -1;
        var there = _groupFiles.TryRead(tree.Layout.MemoryRoot, node, tree.Layout.MemoryFile, _text, out var text);
        var isNumber = CpuNumber.TryParse(text, long.MaxValue, out var bytes);
        if (there && isNumber) state.Kibibytes = bytes / BytesPerKibibyte;
        Mark(state, there && !isNumber);
        return state.Kibibytes;
    }

    private void Mark(HeldState state, bool unreadable)
    {
        if (unreadable)
        {
            faults.Report(FaultKind.MemoryUnreadable, GroupSubject, "A file with the memory of a group holds no such thing; its idle energy of memory goes by what "
                + "it reserves or uses. Mount cgroupfs itself when in a container.");
        }

        if (state.IsUnreadable == unreadable) return;
        state.IsUnreadable = unreadable;
        _unreadable += unreadable ? 1 : -1;
        if (_unreadable == 0) faults.Recovered(FaultKind.MemoryUnreadable, GroupSubject);
    }
}
