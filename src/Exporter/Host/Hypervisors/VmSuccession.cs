using Wattshare.Exporter.Host.Processes;

namespace Wattshare.Exporter.Host.Hypervisors;

/// <summary>
/// Decides who is the machine where a process claims the identity of another. Two processes of one machine have the same executable and
/// the same arguments for a while: a copy that is about to run another program, and a launcher that waits for the machine that it put into the
/// background (<c>-daemonize</c>, which Proxmox uses for every machine). The kernel's own record of who started whom tells these from
/// processes that only say the same (<see cref="ProcessAncestry"/>): nobody gets an identity by an argument. Sampling thread only.
/// </summary>
/// <param name="vms">Who has which identity.</param>
/// <param name="ancestry">Who started whom.</param>
internal sealed class VmSuccession(VmRegistry vms, ProcessAncestry ancestry)
{
    /// <summary>Makes a process a machine with an identity of its own, or a helper of the machine that it belongs to.</summary>
    /// <param name="process">A process that runs a hypervisor, and is no helper yet.</param>
    /// <param name="line">What its command line says.</param>
    public void Identify(TrackedProcess process, QemuCommandLine line)
    {
        var rival = vms.RivalOf(process, line);
        if (rival is not null && ancestry.HasEnded(rival.Key))
        {
            // Its end is told later: by the list of processes, or by the record that comes when the kernel has let go of it.
            rival.Zombie = true;
            vms.Release(rival);
            rival = vms.RivalOf(process, line);
        }

        if (rival is null) process.Vm = vms.Register(process, line);
        else if (BelongsTo(rival, process, line)) BecomeHelper(process, rival);
        else if (line.IsDaemon && ancestry.IsDaemon(process.Key, rival.Key)) TakeOver(process, line, rival);
        else if (IsEarlier(process, rival)) ComeFirst(process, line, rival);
        else process.Vm = vms.Register(process, line);
    }

    /// <summary>A copy of the machine's process, or the launcher of one that was seen before it.</summary>
    private bool BelongsTo(TrackedProcess machine, TrackedProcess process, QemuCommandLine line) => machine.IsMachine
        && (ancestry.IsChild(process.Key, machine.Key) || (line.IsDaemon && ancestry.IsDaemon(machine.Key, process.Key)));

    private void BecomeHelper(TrackedProcess process, TrackedProcess machine)
    {
        vms.Release(process);
        process.Serve(machine.Vm!);
    }

    /// <summary>What the launcher used and still uses is the machine's: it is the same account, under the same identity.</summary>
    private void TakeOver(TrackedProcess process, QemuCommandLine line, TrackedProcess launcher)
    {
        (process.Vm, _) = vms.Transfer(launcher, process, line);
        launcher.Serve(process.Vm);
    }

    /// <summary>
    /// Of two that were first seen together, as at the start of the exporter, the one that began first has the identity, wherever it stands in
    /// the list. Neither was reported under it yet. Of one that is known already nobody takes it: a process may be old and run a hypervisor
    /// only now.
    /// </summary>
    private static bool IsEarlier(TrackedProcess process, TrackedProcess rival) =>
        !process.Reported && !rival.Reported && process.Key.StartTicks < rival.Key.StartTicks;

    private void ComeFirst(TrackedProcess process, QemuCommandLine line, TrackedProcess rival)
    {
        (process.Vm, var former) = vms.Transfer(rival, process, line);
        rival.Vm = vms.Register(rival, former);
    }
}
