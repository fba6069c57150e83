namespace Wattshare.Attribution.Model;

/// <summary>
/// A group of processes whose CPU time the kernel accounts together: a cgroup. Immutable.
/// Its identity is <see cref="Id"/>: a directory that is removed and made again is another group.
/// </summary>
public sealed class GroupInfo
{
    /// <summary>A number that the host reader gives to each group it meets, never used twice.</summary>
    public required long Id { get; init; }

    /// <summary>The path below the root of the hierarchy, beginning with a slash.</summary>
    public required string Path { get; init; }

    /// <summary>The id of the group whose counter includes this one's, or 0 when there is none that is accounted.</summary>
    public long ParentId { get; init; }

    /// <summary>The container that the group belongs to, or null.</summary>
    public ContainerInfo? Container { get; init; }

    /// <summary>
    /// The processor package (<c>physical_package_id</c>) that the group is bound to, on a host with several, or null: every hardware thread
    /// that it may run on belongs to that one.
    /// </summary>
    public int? Package { get; init; }

    /// <summary>The virtual machine whose scope the group is (libvirt's machine scope), or null.</summary>
    public VmInfo? Vm { get; init; }
}
