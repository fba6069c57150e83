using Wattshare.Attribution.Model;
using Wattshare.Exporter.Host.Cgroups;
using Wattshare.Exporter.Host.Processes;

namespace Wattshare.Exporter.Host.Hypervisors;

/// <summary>
/// Ties the scopes of virtual machines to the one hypervisor process in each, so that vhost threads and helpers count for the machine.
/// With two machines in one scope nobody can tell whose a helper is, and the scope belongs to none. A scope keeps its machine after the
/// process ended, for the time that the counter still holds. A kernel thread that works for a machine (<see cref="MachineThreadName"/>) is tied to it wherever
/// it is, since the kernel put the hypervisor's process id into its name. Sampling thread only; allocates nothing while nothing changes.
/// </summary>
/// <param name="pins">Finds out by threads how many virtual processors machines have and which are bound to a package, or null.</param>
internal sealed class VmScopes(VmPins? pins = null)
{
    private readonly Dictionary<CgroupNode, TrackedProcess?> _owners = [];
    private readonly Dictionary<int, VmInfo> _machines = [];
    private readonly List<TrackedProcess> _servants = [];

    /// <summary>The hypervisor processes that lived at the last refresh.</summary>
    public List<TrackedProcess> Machines { get; } = [];

    /// <summary>Brings scopes and machines up to date with the processes.</summary>
    /// <param name="processes">The processes that live.</param>
    public void Refresh(Dictionary<int, TrackedProcess>.ValueCollection processes)
    {
        _owners.Clear();
        _machines.Clear();
        Machines.Clear();
        _servants.Clear();
        foreach (var process in processes)
        {
            if (process.IsMachine && !process.Zombie) Machines.Add(process);
            else if (process.MachinePid != 0) _servants.Add(process);
        }

        TakeMachines();
        foreach (var process in _servants) Tie(process);
    }

    /// <summary>Brings scopes and machines up to date, where the processes that are machines are known by themselves.</summary>
    /// <param name="machines">The hypervisor processes that live.</param>
    /// <returns>True when a scope has another machine than before.</returns>
    public bool Refresh(List<TrackedProcess> machines)
    {
        _owners.Clear();
        _machines.Clear();
        Machines.Clear();
        foreach (var process in machines)
            if (process.IsMachine && !process.Zombie) Machines.Add(process);
        return TakeMachines();
    }

    /// <summary>True when a scope has another machine than before.</summary>
    private bool TakeMachines()
    {
        pins?.Refresh(Machines);
        foreach (var process in Machines) TakeMachine(process, process.Vm!);
        var changed = false;
        foreach (var (scope, process) in _owners) changed |= scope.SetVm(process?.Vm, process?.Package);
        return changed;
    }

    private void TakeMachine(TrackedProcess process, VmInfo vm)
    {
        var container = process.Node?.Info.Container;
        if (!ReferenceEquals(vm.Container, container)) vm = process.Vm = vm with { Container = container };
        _machines[process.Key.Pid] = vm;
        if (process.Node is { IsVmScope: true } scope && !_owners.TryAdd(scope, process)) _owners[scope] = null;
    }

    private void Tie(TrackedProcess servant)
    {
        if (_machines.TryGetValue(servant.MachinePid, out var vm)) servant.WorkFor(vm);
    }
}
