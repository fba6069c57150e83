using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Ledgers;

/// <summary>What an owner is called wherever its energy is shown by name and not by identity. Owners of equal labels are one series there.</summary>
/// <param name="Name">The name.</param>
/// <param name="Id">The uuid of a machine, the short id of a container, or empty.</param>
/// <param name="Namespace">The Kubernetes namespace of a container, or empty.</param>
/// <param name="Pod">The pod of a container, or empty.</param>
internal readonly record struct OwnerLabels(string Name, string Id, string Namespace, string Pod)
{
    /// <summary>The labels of a virtual machine.</summary>
    /// <param name="vm">The machine.</param>
    /// <returns>Name and uuid.</returns>
    public static OwnerLabels Of(VmInfo vm) => new(vm.Name, vm.Uuid, "", "");

    /// <summary>The labels of a container.</summary>
    /// <param name="container">The container.</param>
    /// <returns>Name, short id, namespace and pod.</returns>
    public static OwnerLabels Of(ContainerInfo container) => new(container.Name, container.ShortId, container.Namespace, container.Pod);

    /// <summary>Describes a machine with these labels instead of its own.</summary>
    /// <param name="vm">The machine.</param>
    /// <returns>The same object where they are its own.</returns>
    public VmInfo On(VmInfo vm) => Of(vm) == this ? vm : vm with { Name = Name, Uuid = Id };

    /// <summary>Describes a container with these labels instead of its own. The id stays, since it is the identity.</summary>
    /// <param name="container">The container.</param>
    /// <returns>The same object where they are its own.</returns>
    public ContainerInfo On(ContainerInfo container) =>
        Of(container) == this ? container : container with { Name = Name, Namespace = Namespace, Pod = Pod };
}
