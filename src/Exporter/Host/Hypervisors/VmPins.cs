using System.Buffers.Text;
using Wattshare.Attribution.Model;
using Wattshare.Exporter.Host.Cgroups;
using Wattshare.Exporter.Host.Kernel;
using Wattshare.Exporter.Host.Processes;

namespace Wattshare.Exporter.Host.Hypervisors;

/// <summary>
/// Finds out by the threads of virtual machines how many virtual processors each has by now, and on hosts with several packages which machines
/// are bound to one: all threads that run virtual processors may run on hardware threads of that one only (<c>virsh vcpupin</c>, <c>taskset</c>).
/// Where no thread has the name of a virtual processor, all threads must be bound. Threads are looked at when the machine is first seen, when their
/// number changed and soon again, and on hosts with several packages with each sample in which the machine ran, or in turn where there are many:
/// the kernel tells nobody of a change. Sampling thread only; allocates nothing while nothing changes.
/// </summary>
/// <param name="files">Paths below <c>/proc/PID</c>.</param>
/// <param name="packages">Tells the package of a hardware thread.</param>
internal sealed class VmPins(ProcessFiles files, CpuPackages packages)
{
    /// <summary>How many threads are looked at in one sample, up to the end of the machine with the last of them; each takes five to nine microseconds.</summary>
    private const int MostInOneSample = 64;

    private const int MaxVcpus = 65_536;

    private readonly DirectoryLister _lister = new();
    private int _next;

    /// <summary>
    /// Looks at the machines that are due, as many as one sample may and the next ones with the next, and sets
    /// <see cref="TrackedProcess.Package"/> and the number of virtual processors.
    /// </summary>
    /// <param name="machines">The hypervisor processes.</param>
    public void Refresh(List<TrackedProcess> machines)
    {
        var (first, left) = (_next, MostInOneSample);
        for (var i = 0; i < machines.Count; i++)
        {
            _next = (first + i) % machines.Count;
            var process = machines[_next];
            if (!packages.AreSeveral) process.Package = null;
            if (!IsDue(process)) continue;
            if (left <= 0) return;
            process.PinTurns++;
            left -= Look(process);
        }
    }

    /// <summary>A thread takes its name just after it began, so that a change of their number is followed by another look, and one for slow starters.</summary>
    private bool IsDue(TrackedProcess process)
    {
        var threads = CountThreads(process);
        if (threads != process.PinThreads || process.PinVersion != packages.Version) process.PinTurns = 0;
        process.PinThreads = threads;
        if (process.PinTurns is 0 or 1 or 5 || (packages.AreSeveral && process.CpuNanoseconds != process.PinSeen)) return true;
        if (process.PinTurns < 5) process.PinTurns++;
        return false;
    }

    /// <summary>The number of threads from the record of the process, or else what the directory says: each is a link of it.</summary>
    private long CountThreads(TrackedProcess process)
    {
        if (process.ThreadCount > 0) return process.ThreadCount;
        return DirectoryFacts.Read(files.ThreadsOf(process.Key.Pid), out var facts) == 0 ? facts.Links : 0;
    }

    /// <summary>Looks at the threads of a machine, and says how many there were.</summary>
    private int Look(TrackedProcess process)
    {
        (process.PinVersion, process.PinSeen) = (packages.Version, process.CpuNanoseconds);
        var (vcpus, all) = (new PackageVote(), new PackageVote());
        if (_lister.Begin(files.ThreadsOf(process.Key.Pid)) == 0)
            while (_lister.MoveNext())
                if (Utf8Parser.TryParse(_lister.Name, out int tid, out var used) && used == _lister.Name.Length && tid > 0) Add(process.Key.Pid, tid, ref vcpus, ref all);
        _lister.End();
        var isWhole = _lister.Error == 0;
        if (packages.AreSeveral) process.Package = !isWhole ? null : vcpus.Count > 0 ? vcpus.Package : all.Package;
        if (isWhole && vcpus.Count is > 0 and <= MaxVcpus && process.Vm is { } vm && vm.Vcpus != vcpus.Count) process.Vm = vm with { Vcpus = vcpus.Count };
        return all.Count;
    }

    private void Add(int pid, int tid, ref PackageVote vcpus, ref PackageVote all)
    {
        var length = files.ReadThreadStatus(pid, tid, out var text);
        if (Errno.IsGone(length)) return;
        int? package = null;
        var isVcpu = false;
        if (length > 0 && ThreadStatus.TryParse(text, out var status))
        {
            isVcpu = ThreadRole.Of(status.Name) == VmRole.Vcpu;
            if (!CpuList.TryFindPackage(status.Threads, packages, out package)) package = null;
        }

        all.Add(package);
        if (isVcpu) vcpus.Add(package);
    }
}
