using System.Buffers.Text;
using Wattshare.Attribution.Model;
using Wattshare.Exporter.Host.Cgroups;
using Wattshare.Exporter.Host.Kernel;
using Wattshare.Exporter.Host.Processes;

namespace Wattshare.Exporter.Host.Hypervisors;

/// <summary>
/// Finds out which virtual machines are bound to one processor package, on hosts with several: all threads that run virtual processors may
/// run on hardware threads of that one only (<c>virsh vcpupin</c>, <c>taskset</c>). Where no thread has the name of a virtual processor, all
/// threads must be bound. Read when a machine is first seen and soon again, then now and then. Sampling thread only; allocates nothing.
/// </summary>
/// <param name="files">Paths below <c>/proc/PID</c>.</param>
/// <param name="packages">Tells the package of a hardware thread.</param>
internal sealed class VmPins(ProcessFiles files, CpuPackages packages)
{
    private const int LookEvery = 30;

    private readonly DirectoryLister _lister = new();

    /// <summary>Looks at the threads of a machine again when that is due, and sets <see cref="TrackedProcess.Package"/>.</summary>
    /// <param name="process">The hypervisor process.</param>
    public void Refresh(TrackedProcess process)
    {
        if (!packages.AreSeveral)
        {
            process.Package = null;
            return;
        }

        var turn = process.PinTurns++;
        if (turn is 0 or 1 or 5 || process.PinVersion != packages.Version || (turn + process.Key.Pid) % LookEvery == 0) Look(process);
    }

    private void Look(TrackedProcess process)
    {
        process.PinVersion = packages.Version;
        var (vcpus, all) = (new PackageVote(), new PackageVote());
        if (_lister.Begin(files.ThreadsOf(process.Key.Pid)) == 0)
            while (_lister.MoveNext())
                if (Utf8Parser.TryParse(_lister.Name, out int tid, out var used) && used == _lister.Name.Length && tid > 0) Add(process.Key.Pid, tid, ref vcpus, ref all);
        _lister.End();
        process.Package = _lister.Error != 0 ? null : vcpus.Count > 0 ? vcpus.Package : all.Package;
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
