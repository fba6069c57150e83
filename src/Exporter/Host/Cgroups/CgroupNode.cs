using Wattshare.Attribution.Model;
using Wattshare.Exporter.Host.Containers;
using Wattshare.Exporter.Host.Kernel;
using Wattshare.Exporter.Host.Memory;

namespace Wattshare.Exporter.Host.Cgroups;

/// <summary>
/// One directory of the hierarchy while it exists. Its identity is path and inode: a directory that is removed and made again is
/// another node. The published <see cref="Info"/> is replaced, never changed, and keeps its id. Sampling thread only.
/// </summary>
internal sealed class CgroupNode
{
    private readonly long _id;
    private readonly ContainerPath? _containerPath;
    private ContainerLabels? _labels;
    private VmInfo? _vm;
    private long _reserved;
    private bool _hasThreads;
    private int? _package;
    private int? _vmPackage;

    /// <summary>Makes a node for a directory that was just found.</summary>
    /// <param name="id">A number that was never used before.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="parent">The node above, or null for the root.</param>
    /// <param name="inode">The inode of the directory.</param>
    /// <param name="counter">The file with the CPU time, or null when the group has no counter of its own.</param>
    public CgroupNode(long id, CgroupPath path, CgroupNode? parent, ulong inode, HostFile? counter)
    {
        (_id, Path, Parent, Inode, Counter) = (id, path, parent, inode, counter);
        if (parent is not { IsInContainer: true } && ContainerPath.TryParse(path.Text, out var found)) _containerPath = found;
        IsInContainer = _containerPath is not null || parent is { IsInContainer: true };
        IsVmScope = VmScopePath.IsScope(path.Text);
        Tenant = parent?.TenantInside;
        TenantInside = Tenant ?? (_containerPath is not null || TenantPath.IsTenant(path.Text) ? this : null);
        Claims = parent?.Claims;
        IsDoubted = ContainerId is { } name && Claims is { } claims && claims.Doubts(name, Trust);
        Info = BuildInfo();
    }

    /// <summary>Where the group is.</summary>
    public CgroupPath Path { get; }

    /// <summary>The group above, or null for the root.</summary>
    public CgroupNode? Parent { get; }

    /// <summary>The outermost group around it in which somebody else than root may make groups, or null outside of those.</summary>
    public CgroupNode? Tenant { get; }

    /// <summary>The same for groups below this one, which may itself be such a group.</summary>
    public CgroupNode? TenantInside { get; }

    /// <summary>How many groups are followed inside, for one that is a <see cref="Tenant"/>.</summary>
    public int GroupsInside { get; set; }

    /// <summary>The id of the container that the group is by its name, or null.</summary>
    public string? ContainerId => _containerPath?.Id;

    /// <summary>True when the group is not the container that its name says; see <see cref="ContainerClaims"/>.</summary>
    public bool IsDoubted { get; private set; }

    /// <summary>True for the group that is a container; groups inside of it belong to it.</summary>
    public bool IsContainer => _containerPath is not null && !IsDoubted;

    /// <summary>True for a container of a Kubernetes pod.</summary>
    public bool IsInPod => IsContainer && _containerPath is { PodUid.Length: > 0 };

    /// <summary>True for a group that is a container by its name, and for those inside of it.</summary>
    public bool IsInContainer { get; }

    /// <summary>How far the place of the group is trusted.</summary>
    public ContainerTrust Trust => Tenant is null ? ContainerTrust.Root : TenantPath.IsUser(Tenant.Path.Text) ? ContainerTrust.User : ContainerTrust.Unit;

    /// <summary>Who knows which groups are containers; groups below this one are asked about there.</summary>
    public ContainerClaims? Claims { get; set; }

    /// <summary>The look at the tree that found it, for <see cref="CgroupReservations"/>.</summary>
    public long FoundInTurn { get; init; }

    /// <summary>Whether the limits of the container could not be understood when they were last read.</summary>
    public bool HasUnreadableLimits { get; set; }

    /// <summary>The memory that the group is charged for, for one whose memory was read.</summary>
    public HeldState? Memory { get; set; }

    /// <summary>Whether the set of hardware threads could not be understood when it was last read.</summary>
    public bool HasUnreadableThreads { get; set; }

    /// <summary>The <see cref="CpuPackages.Version"/> that the set of hardware threads was last read with.</summary>
    public int PinVersion { get; set; }

    /// <summary>The counter when the set of hardware threads was last read: who did not run since then is where it was.</summary>
    public long PinSeen { get; set; } = -1;

    /// <summary>Its place in <see cref="CgroupIndex.All"/>.</summary>
    public int Place { get; set; }

    /// <summary>The inode of the directory.</summary>
    public ulong Inode { get; }

    /// <summary>The file with the CPU time, or null when the group has no counter of its own.</summary>
    public HostFile? Counter { get; }

    /// <summary>The groups below.</summary>
    public List<CgroupNode> Children { get; } = [];

    /// <summary>The link count when the directory was last listed; 0 makes the next walk list it.</summary>
    public uint ListedLinks { get; set; }

    /// <summary>The last CPU time that was read, in nanoseconds, or -1 before the first.</summary>
    public long LastNanoseconds { get; set; } = -1;

    /// <summary>Who moved, as the looks at the counters tell.</summary>
    public CgroupActivity Activity { get; } = new();

    /// <summary>Whether the counter is to be reported in this tick: it moved, or a member was read that did.</summary>
    public bool Due { get; set; }

    /// <summary>Whether the counter was missing, no number, or refused, when it was last read.</summary>
    public bool Unreadable { get; set; }

    /// <summary>Whether the counter can be read again, and was not reported since.</summary>
    public bool Resumed { get; set; }

    /// <summary>The <see cref="Info"/> of the last report, to see that it changed.</summary>
    public GroupInfo? ReportedInfo { get; set; }

    /// <summary>True after the directory was seen to be gone.</summary>
    public bool Gone { get; set; }

    /// <summary>True for the scope of one virtual machine; groups below it are not followed.</summary>
    public bool IsVmScope { get; }

    /// <summary>What is published of the group.</summary>
    public GroupInfo Info { get; private set; }

    /// <summary>The group that accounts for the members: this one, or null when there is none.</summary>
    public GroupInfo? Accounting => Counter is null ? null : Info;

    /// <summary>Takes over what the container's engine knows by now. What was known once is kept when the engine goes away.</summary>
    /// <param name="containers">The directory of containers.</param>
    /// <returns>True when <see cref="Info"/> was replaced.</returns>
    public bool RefreshLabels(IContainerDirectory containers)
    {
        if (!IsContainer || _containerPath is not { } path || !containers.TryGet(path.Id, path.PodUid, out var labels) || ReferenceEquals(labels, _labels)) return false;
        var changed = labels != _labels;
        _labels = labels;
        if (changed) Rebuild();
        return changed;
    }

    /// <summary>Says how much CPU is set aside for the container.</summary>
    /// <param name="millithreads">Thousandths of a hardware thread.</param>
    /// <returns>True when <see cref="Info"/> was replaced.</returns>
    public bool SetReservation(long millithreads)
    {
        if (millithreads == _reserved) return false;
        _reserved = millithreads;
        Rebuild();
        return true;
    }

    /// <summary>Says which package the group is bound to.</summary>
    /// <param name="isOwn">Whether it has a set of hardware threads; without one it has that of the group above.</param>
    /// <param name="package">The package that its set belongs to, or null.</param>
    /// <returns>True when <see cref="Info"/> was replaced.</returns>
    public bool SetPackage(bool isOwn, int? package)
    {
        if (isOwn == _hasThreads && package == _package) return false;
        (_hasThreads, _package) = (isOwn, package);
        Rebuild();
        return true;
    }

    /// <summary>Says which virtual machine the group works for.</summary>
    /// <param name="vm">The machine, or null.</param>
    /// <param name="package">The package that the machine is bound to, or null.</param>
    /// <returns>True when <see cref="Info"/> was replaced.</returns>
    public bool SetVm(VmInfo? vm, int? package)
    {
        if (ReferenceEquals(vm, _vm) && package == _vmPackage) return false;
        (_vm, _vmPackage) = (vm, package);
        Info = BuildInfo();
        return true;
    }

    /// <summary>Says whether the group is the container that its name says.</summary>
    /// <param name="doubted">True when it is not.</param>
    public void SetDoubted(bool doubted)
    {
        if (doubted == IsDoubted) return;
        IsDoubted = doubted;
        Rebuild();
    }

    private void Rebuild()
    {
        Info = BuildInfo();
        foreach (var child in Children) child.Rebuild();
    }

    private GroupInfo BuildInfo() => new()
    {
        Id = _id,
        Path = Path.Text,
        ParentId = Parent?.Accounting?.Id ?? 0,
        Container = IsContainer && _containerPath is { } own ? BuildContainer(own) : Parent?.Info.Container,
        Vm = _vm,
        Package = (_hasThreads ? _package : Parent?.Info.Package) ?? _vmPackage,
    };

    private ContainerInfo BuildContainer(ContainerPath path)
    {
        var container = new ContainerInfo { Id = path.Id, Runtime = path.Runtime, Name = "", PodUid = path.PodUid, Pod = path.PodUid };
        container = container with { Name = container.ShortId, ReservedMillithreads = _reserved };
        if (_labels is not { } labels) return container;
        return container with
        {
            Name = labels.Name.Length > 0 ? labels.Name : container.ShortId,
            Image = labels.Image,
            Namespace = labels.Namespace,
            Pod = labels.Pod.Length > 0 ? labels.Pod : path.PodUid,
            Runtime = path.Runtime == ContainerPath.Unknown && labels.Runtime.Length > 0 ? labels.Runtime : path.Runtime,
        };
    }
}
