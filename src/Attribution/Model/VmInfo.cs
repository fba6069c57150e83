namespace Wattshare.Attribution.Model;

/// <summary>
/// A virtual machine as its hypervisor process tells it. Immutable. Its identity is <see cref="Key"/>.
/// Name and uuid come from the command line of the hypervisor and are hostile text of any length.
/// </summary>
public sealed record VmInfo
{
    /// <summary>The identity: the uuid, else the name, else pid and start time; with a prefix that keeps the three kinds apart.</summary>
    public required string Key { get; init; }

    /// <summary>The name for people, never empty: <c>vm-</c> and the pid for one that has none, or whose identity another machine has.</summary>
    public required string Name { get; init; }

    /// <summary>The uuid in lower case with dashes, or empty, also where another machine has it.</summary>
    public string Uuid { get; init; } = "";

    /// <summary>The kind of hypervisor, for example <c>qemu</c>.</summary>
    public required string Hypervisor { get; init; }

    /// <summary>The number of virtual processors, or 0 when it is unknown.</summary>
    public int Vcpus { get; init; }

    /// <summary>The hypervisor process.</summary>
    public required ProcessKey Process { get; init; }

    /// <summary>The container that the hypervisor process runs in (KubeVirt, Kata), or null.</summary>
    public ContainerInfo? Container { get; init; }
}
