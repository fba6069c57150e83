using Wattshare.Attribution.Model;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host.Processes;

namespace Wattshare.Exporter.Host.Hypervisors;

/// <summary>
/// Gives every running virtual machine an identity of its own. The uuid or the name is only believed while nobody else uses it: a second
/// machine with the same one is told apart by its process, with a name of its own and no uuid, so that nobody's energy is ever added to
/// another's, and nobody gets another's directory. One thread.
/// <para>
/// A machine that waits takes the identity that it wants when that is free, the oldest first: it was given to the process that a machine is
/// moved away from on the same host, or put into the background by, or that somebody else called so, and the one that goes on is known by
/// what it is called. No series falls by that. The series of the identity goes on from where it was, as when a machine is started again, and
/// that of the process stands still and is retired, as when a machine ends. To keep it apart for its whole life would be no safer: who wants
/// the identity of a machine that is down can as well start then.
/// </para>
/// </summary>
/// <param name="faults">Told about machines that claim the same identity.</param>
internal sealed class VmRegistry(FaultLog faults)
{
    /// <summary>The same for all of them, since the identities are made up by others; the first is told in the text.</summary>
    private const string Subject = "the identity of virtual machines";

    /// <summary>Who has an identity, or the name that would be one.</summary>
    private readonly Dictionary<string, VmClaim> _holders = new(StringComparer.Ordinal);
    private readonly Dictionary<ProcessKey, VmClaim> _claims = [];
    private readonly Dictionary<string, List<VmClaim>> _waiting = new(StringComparer.Ordinal);

    /// <summary>Grows when a machine that is known already gets another identity.</summary>
    public long Version { get; private set; }

    /// <summary>Finds the machine that has the identity which a command line asks for.</summary>
    /// <param name="process">The process whose command line it is.</param>
    /// <param name="line">The command line.</param>
    /// <returns>The hypervisor process of another machine, or null when the identity is free.</returns>
    public TrackedProcess? RivalOf(TrackedProcess process, QemuCommandLine line)
    {
        var holder = _holders.GetValueOrDefault(VmClaim.IdentityOf(process.Key, line));
        return holder is null || holder.Process.Key == process.Key ? null : holder.Process;
    }

    /// <summary>Describes a machine and takes its identity, or that of its process where another one has it.</summary>
    /// <param name="process">The hypervisor process.</param>
    /// <param name="line">What its command line says.</param>
    /// <returns>The machine.</returns>
    public VmInfo Register(TrackedProcess process, QemuCommandLine line)
    {
        Release(process);
        var claim = new VmClaim(process, line);
        _claims.Add(process.Key, claim);
        if (_holders.ContainsKey(claim.Wanted)) Refuse(claim);
        else Grant(claim);
        return claim.ToInfo();
    }

    /// <summary>Gives the identity of one process to another, that waits for it no longer than this.</summary>
    /// <param name="holder">Who has it; it has none afterwards.</param>
    /// <param name="heir">The hypervisor process that takes it.</param>
    /// <param name="line">What the command line of that says.</param>
    /// <returns>The machine, and what the command line of the other said.</returns>
    public (VmInfo Vm, QemuCommandLine Former) Transfer(TrackedProcess holder, TrackedProcess heir, QemuCommandLine line)
    {
        _claims.Remove(holder.Key, out var former);
        Drop(former!);
        Version++;
        return (Register(heir, line), former!.Line);
    }

    /// <summary>
    /// Gives an identity back when the machine has ended. Twice does no harm. The name of one that went by its process is offered to nobody:
    /// its row stands for a while, and a second one of these labels would be the same series until then.
    /// </summary>
    /// <param name="process">The hypervisor process.</param>
    public void Release(TrackedProcess process)
    {
        if (!_claims.Remove(process.Key, out var claim)) return;
        Drop(claim);
        Offer(claim.Key);
    }

    private void Grant(VmClaim claim)
    {
        claim.Grant(ProcessNameOf(claim));
        Hold(claim);
    }

    private void Refuse(VmClaim claim)
    {
        claim.Refuse(ProcessNameOf(claim));
        Hold(claim);
        if (_waiting.TryGetValue(claim.Wanted, out var others)) others.Add(claim);
        else _waiting.Add(claim.Wanted, [claim]);
        faults.Report(FaultKind.VmUnidentified, Subject, $"Two running virtual machines have this identity: {claim.Wanted}. The later one is counted by its "
            + "process, under a name of its own, until the other has ended. Give each its own -uuid.");
    }

    private string ProcessNameOf(VmClaim claim) => claim.ProcessName(_holders.ContainsKey(VmClaim.KeyOfName(claim.ProcessName(isTaken: false))));

    private void Hold(VmClaim claim)
    {
        _holders[claim.Key] = claim;
        if (claim.NameKey is { } name) _holders.TryAdd(name, claim);
    }

    private void Drop(VmClaim claim)
    {
        _holders.Remove(claim.Key);
        if (claim.NameKey is { } name && _holders.GetValueOrDefault(name) == claim) _holders.Remove(name);
        if (!claim.IsWaiting || !_waiting.TryGetValue(claim.Wanted, out var others)) return;
        others.Remove(claim);
        if (others.Count == 0) _waiting.Remove(claim.Wanted);
        if (_waiting.Count == 0) faults.Recovered(FaultKind.VmUnidentified, Subject);
    }

    /// <summary>Gives an identity that is free now to the oldest process that waits for it.</summary>
    private void Offer(string key)
    {
        if (!_waiting.TryGetValue(key, out var claims) || _holders.ContainsKey(key)) return;
        var oldest = claims.MinBy(static claim => claim.Process.Key.StartTicks)!;
        Drop(oldest);
        Grant(oldest);
        oldest.Process.Vm = oldest.ToInfo() with { Vcpus = oldest.Process.Vm?.Vcpus ?? oldest.Line.Vcpus };
        Version++;
    }
}
