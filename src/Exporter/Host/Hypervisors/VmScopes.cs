using Wattshare.Attribution.Model;
using Wattshare.Exporter.Host.Cgroups;
using Wattshare.Exporter.Host.Processes;

namespace Wattshare.Exporter.Host.Hypervisors;

/// <summary>
/// Ties the scopes of virtual machines to the one hypervisor process in each, so that vhost threads and helpers count for the machine.
/// With two machines in one scope nobody can tell whose a helper is, and the scope belongs to none. A scope keeps its machine after the
/// process ended, for the time that the counter still holds. Sampling thread only; allocates nothing while nothing changes.
/// </summary>
internal sealed class VmScopes
{
    private readonly Dictionary<CgroupNode, VmInfo?> _owners = [];

    /// <summary>Brings scopes and machines up to date with the processes.</summary>
    /// <param name="processes">The processes that live.</param>
    public void Refresh(Dictionary<int, TrackedProcess>.ValueCollection processes)
    {
        _owners.Clear();
        foreach (var process in processes) Note(process);
        foreach (var (scope, vm) in _owners) scope.SetVm(vm);
    }

    /// <summary>Brings scopes and machines up to date with the processes of machines.</summary>
    /// <param name="machines">Every process that is a machine; others do no harm.</param>
    /// <returns>True when a scope has another machine than before.</returns>
    public bool Refresh(List<TrackedProcess> machines)
    {
        _owners.Clear();
        var changed = false;
        foreach (var machine in machines) Note(machine);
        foreach (var (scope, vm) in _owners) changed |= scope.SetVm(vm);
        return changed;
    }

    private void Note(TrackedProcess process)
    {
        if (process.Vm is not { } vm || process.Zombie) return;
        var container = process.Node?.Info.Container;
        if (!ReferenceEquals(vm.Container, container)) vm = process.Vm = vm with { Container = container };
        if (process.Node is { IsVmScope: true } scope && !_owners.TryAdd(scope, vm)) _owners[scope] = null;
    }
}
