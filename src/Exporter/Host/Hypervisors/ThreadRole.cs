using Wattshare.Attribution.Model;

namespace Wattshare.Exporter.Host.Hypervisors;

/// <summary>Tells by its name what a thread of a hypervisor process does. QEMU names them when it was started with <c>debug-threads=on</c>, which libvirt does.</summary>
internal static class ThreadRole
{
    /// <summary>Tells the role.</summary>
    /// <param name="comm">The name of the thread.</param>
    /// <returns>The role; what is not known is emulation.</returns>
    public static VmRole Of(ReadOnlySpan<byte> comm)
    {
        if (comm.StartsWith("CPU "u8) && comm.Length > 4 && char.IsAsciiDigit((char)comm[4])) return VmRole.Vcpu;
        if (comm.StartsWith("IO "u8)) return VmRole.IoThread;
        return VhostThread.TryParse(comm, out _) ? VmRole.Vhost : VmRole.Emulator;
    }
}
