namespace Wattshare.Attribution.Model;

/// <summary>What is known of a process beside its CPU time. Immutable; replaced as a whole when the process execs or moves to another group.</summary>
public sealed class ProcessInfo
{
    /// <summary>The identity.</summary>
    public required ProcessKey Key { get; init; }

    /// <summary>The kernel's comm (at most 15 bytes for user processes), cleaned to valid text. Never a command line.</summary>
    public required string Command { get; init; }

    /// <summary>The group that accounts for the process, or null where there are no groups: the process then stands for itself.</summary>
    public GroupInfo? Group { get; init; }

    /// <summary>The virtual machine that the process itself is (its hypervisor process), or null.</summary>
    public VmInfo? Vm { get; init; }

    /// <summary>The processor package that the process itself is bound to, where that was asked for (virtual machines), or null.</summary>
    public int? OwnPackage { get; init; }

    /// <summary>The processor package that the process is bound to by itself or with its group, or null.</summary>
    public int? Package => OwnPackage ?? Group?.Package;

    /// <summary>The virtual machine that carries the energy of the process, or null.</summary>
    public VmInfo? OwnerVm => Vm ?? Group?.Vm;

    /// <summary>The container the process runs in, or null. Independent of <see cref="OwnerVm"/>.</summary>
    public ContainerInfo? Container => Group?.Container;
}
