namespace Wattshare.Exporter.Options;

/// <summary>What a <see cref="TargetName"/> is compared with.</summary>
internal enum TargetNameKind
{
    /// <summary>Everything below.</summary>
    Any,

    /// <summary>The name of a virtual machine.</summary>
    VmName,

    /// <summary>The uuid of a virtual machine.</summary>
    VmUuid,

    /// <summary>The name of a container.</summary>
    ContainerName,

    /// <summary>The id of a container, whole or its first 12 characters.</summary>
    ContainerId,

    /// <summary>The id of a process.</summary>
    Pid,
}
