using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host.Cgroups;
using Wattshare.Exporter.Host.Hypervisors;
using Wattshare.Exporter.Host.Kernel;

namespace Wattshare.Exporter.Host.Processes;

/// <summary>
/// Finds out what a process is beside its CPU time: its group, and whether it is a virtual machine. Asked when the process is first
/// seen and when it may have changed. Sampling thread only.
/// </summary>
/// <param name="files">Reads below <c>/proc/PID</c>.</param>
/// <param name="vms">Gives machines their identity.</param>
/// <param name="faults">Told about what cannot be read.</param>
internal sealed class ProcessIdentifier(ProcessFiles files, VmRegistry vms, FaultLog faults)
{
    private const string CgroupSubject = "/proc/PID/cgroup";
    private const string ExecutableSubject = "/proc/PID/exe";
    private const string CommandLineSubject = "/proc/PID/cmdline";

    private readonly VmSuccession _succession = new(vms, new ProcessAncestry(files));

    /// <summary>Reads which group the process is in. What cannot be read keeps the group that was known.</summary>
    /// <param name="process">The process.</param>
    /// <param name="tree">The groups, or null where there are none.</param>
    public void RefreshGroup(TrackedProcess process, CgroupTree? tree)
    {
        if (tree is null)
        {
            process.Node = null;
            return;
        }

        var length = files.ReadCgroup(process.Key.Pid, out var text);
        if (length >= 0 && CgroupMembership.TryParse(text, tree.Version2, out var path))
        {
            process.Node = tree.Index.Resolve(path, out var exact);
            process.GroupPending = !exact;
        }
        else if (!Errno.IsGone(length))
        {
            process.GroupPending = true;
            faults.Report(FaultKind.ProcessUnreadable, CgroupSubject, "The group of a process could not be read; the process is counted with the group it "
                + "was in before, or by itself. Run as root, and without hidepid= on /proc.");
        }

        if (process.Node is { Gone: true }) process.Node = null;
    }

    /// <summary>Asks the kernel which executable runs, and takes the process for a machine when it is a hypervisor.</summary>
    /// <param name="process">The process.</param>
    public void RefreshMachine(TrackedProcess process)
    {
        var length = files.ReadExecutable(process.Key.Pid, out var target);
        var isMachine = length > 0 && HypervisorExecutable.IsQemu(target);
        NoteRefusal(process, length);
        if (isMachine && TeardownHelper.IsName(process.Comm) && (process.MachinePid != 0 || FindStarter(process))) ServeStarter(process);
        else if (isMachine && (process.Vm is null || process.ArgumentsMissing)) Describe(process);
        else if (length > 0 && !isMachine) BecomeOrdinary(process);
    }

    /// <summary>Reads for which hypervisor a thread of the kernel works, from its name. Asked when the name is new.</summary>
    /// <param name="process">The process, of which it is known whether it is a thread of the kernel.</param>
    public void RefreshMachinePid(TrackedProcess process)
    {
        process.MachinePid = process.IsKernelThread ? MachineThreadName.OwnerOf(process.Comm) : 0;
        if (!process.IsKernelThread || !MachineThreadName.IsCut(process.Comm)) return;
        if (files.ReadName(process.Key.Pid, out var name) > 0) process.MachinePid = MachineThreadName.OwnerOf(name.TrimEnd((byte)'\n'));
    }

    /// <summary>Gives the machine's identity back, when the process is one; the process stays what it was.</summary>
    /// <param name="process">The process.</param>
    public void Release(TrackedProcess process)
    {
        if (process.IsMachine) vms.Release(process);
    }

    /// <summary>Whether the process was started by a hypervisor; it is then a helper of that one's machine.</summary>
    private bool FindStarter(TrackedProcess process)
    {
        var parent = files.ReadStatus(process.Key.Pid, out var status) > 0 ? TeardownHelper.ParentOf(status) : 0;
        if (parent == 0 || files.ReadExecutable(parent, out var target) <= 0 || !HypervisorExecutable.IsQemu(target)) return false;
        process.MachinePid = parent;
        return true;
    }

    /// <summary>A helper that was seen before it had its name was taken for a machine of its own.</summary>
    private void ServeStarter(TrackedProcess process)
    {
        if (process.IsMachine) Forget(process);
    }

    private void Forget(TrackedProcess process)
    {
        Release(process);
        process.Vm = null;
    }

    private void BecomeOrdinary(TrackedProcess process)
    {
        if (process.Vm is not null && !process.IsKernelThread) process.MachinePid = 0;
        Forget(process);
    }

    private void Describe(TrackedProcess process)
    {
        var length = files.ReadCommandLine(process.Key.Pid, out var text);
        if (length <= 0 && process.ArgumentsMissing) return;
        if (length <= 0 && !Errno.IsGone(length))
        {
            // A process that has just begun to run a program has its arguments a moment later (fs/binfmt_elf.c): asked again when it is older.
            process.ArgumentsMissing = true;
            faults.Report(FaultKind.VmUnidentified, CommandLineSubject, "The command line of a hypervisor is empty or may not be read, so that its machine "
                + "goes by its process id. Run as root.");
        }
        else if (process.ArgumentsMissing)
        {
            process.ArgumentsMissing = false;
            faults.Recovered(FaultKind.VmUnidentified, CommandLineSubject);
        }

        var line = QemuCommandLine.Parse(text);
        if (!line.IsProbe) _succession.Identify(process, line);
        else if (process.IsMachine) Forget(process);
    }

    private void NoteRefusal(TrackedProcess process, int length)
    {
        // Kernel threads and zombies have no executable, which is no fault.
        var refused = length <= 0 && !Errno.IsGone(length);
        if (refused && !process.ExecutableRefused)
        {
            faults.Report(FaultKind.ProcessUnreadable, ExecutableSubject, "The kernel does not say which executable some process runs; such a process is "
                + "never taken for a virtual machine. Run as root or with CAP_SYS_PTRACE.");
        }

        process.ExecutableRefused = refused;
    }
}
