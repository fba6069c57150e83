namespace Wattshare.Exporter.Host.Hypervisors;

/// <summary>
/// Tells a hypervisor by the executable that the kernel says is running (<c>/proc/PID/exe</c>). Arguments and comm are free text
/// that any process can choose, so they never make a process a virtual machine.
/// </summary>
internal static class HypervisorExecutable
{
    /// <summary>Tells whether an executable is QEMU: upstream's and Debian's <c>qemu-system-*</c>, Red Hat's <c>qemu-kvm</c>, Proxmox' <c>kvm</c>.</summary>
    /// <param name="target">The target of the link.</param>
    /// <returns>True when it is.</returns>
    public static bool IsQemu(ReadOnlySpan<byte> target)
    {
        // A package upgrade replaces the file under running machines, and the kernel then appends this.
        if (target.EndsWith(" (deleted)"u8)) target = target[..^" (deleted)".Length];
        var name = target[(target.LastIndexOf((byte)'/') + 1)..];

        // NixOS runs .qemu-system-x86_64-wrapped behind a script of the plain name.
        if (name.StartsWith("."u8) && name.EndsWith("-wrapped"u8)) name = name[1..^"-wrapped".Length];
        return name.SequenceEqual("qemu-kvm"u8) || name.SequenceEqual("kvm"u8)
            || (name.StartsWith("qemu-system-"u8) && name.Length > "qemu-system-".Length);
    }
}
