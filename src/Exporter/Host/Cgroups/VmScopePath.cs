namespace Wattshare.Exporter.Host.Cgroups;

/// <summary>
/// Groups that a manager of virtual machines makes for one machine each, so that everything inside (vhost threads, helpers) works for it:
/// libvirt under systemd (<c>machine.slice/machine-qemu\x2d3\x2dweb.scope</c>), libvirt without it (<c>machine/qemu-3-web.libvirt-qemu</c>,
/// <c>libvirt/qemu/web</c>) and Proxmox (<c>qemu.slice/109.scope</c>).
/// </summary>
internal static class VmScopePath
{
    /// <summary>Tells whether a path is the scope of one virtual machine; paths below a scope are not scopes themselves.</summary>
    /// <param name="path">The path of a group, beginning with a slash.</param>
    /// <returns>True when it is.</returns>
    public static bool IsScope(ReadOnlySpan<char> path)
    {
        var slash = path.LastIndexOf('/');
        var name = path[(slash + 1)..];
        var parent = path[..Math.Max(slash, 0)];
        if (name.StartsWith(@"machine-qemu\x2d", StringComparison.Ordinal) && name.EndsWith(".scope", StringComparison.Ordinal)) return true;
        if (name.EndsWith(".libvirt-qemu", StringComparison.Ordinal)) return true;
        if (parent.EndsWith("/libvirt/qemu", StringComparison.Ordinal)) return true;
        return parent.EndsWith("/qemu.slice", StringComparison.Ordinal) && name.EndsWith(".scope", StringComparison.Ordinal);
    }
}
