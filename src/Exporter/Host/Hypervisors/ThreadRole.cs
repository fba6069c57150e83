using Wattshare.Attribution.Model;

namespace Wattshare.Exporter.Host.Hypervisors;

/// <summary>
/// Tells what a thread of a hypervisor process does by its comm. QEMU names its threads with <c>-name debug-threads=on</c>, which
/// libvirt always asks for: <c>CPU 0/KVM</c> or <c>CPU 0/TCG</c> (accel/*/*-accel-ops.c) and <c>IO name</c> (iothread.c); the kernel names its
/// own <c>vhost-PID</c> (drivers/vhost/vhost.c), a thread of the process since Linux 6.4 and a kernel thread before. A guest cannot
/// choose these names; who can, only moves time between the roles of its own machine.
/// </summary>
internal static class ThreadRole
{
    private static ReadOnlySpan<byte> VhostPrefix => "vhost-"u8;

    /// <summary>Tells the role. Whoever is not known by name, as every thread of a QEMU without names is, belongs to the emulator.</summary>
    /// <param name="comm">The comm, any bytes.</param>
    /// <returns>The role.</returns>
    public static VmRole Of(ReadOnlySpan<byte> comm)
    {
        if (comm.StartsWith("CPU "u8)) return IsVcpu(comm["CPU ".Length..]) ? VmRole.Vcpu : VmRole.Emulator;
        if (comm.StartsWith("IO "u8)) return VmRole.IoThread;
        return comm.StartsWith(VhostPrefix) && IsNumber(comm[VhostPrefix.Length..]) ? VmRole.Vhost : VmRole.Emulator;
    }

    /// <summary>A number, a slash and the name of an accelerator; the kernel cuts names after 15 bytes, and only the last part is ever cut.</summary>
    private static bool IsVcpu(ReadOnlySpan<byte> rest)
    {
        var slash = rest.IndexOf((byte)'/');
        return slash > 0 && slash < rest.Length - 1 && IsNumber(rest[..slash]);
    }

    private static bool IsNumber(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
