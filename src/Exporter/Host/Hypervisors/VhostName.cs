using System.Buffers.Text;

namespace Wattshare.Exporter.Host.Hypervisors;

/// <summary>
/// The name of a kernel thread that moves the packets of a virtual machine: <c>vhost-</c> and the process id of the hypervisor
/// (drivers/vhost/vhost.c). Only believed of kernel threads, since a program can call itself anything.
/// </summary>
internal static class VhostName
{
    /// <summary>Reads the hypervisor's process id.</summary>
    /// <param name="comm">The comm of a kernel thread.</param>
    /// <returns>The process id, or 0 when it is another kernel thread.</returns>
    public static int OwnerOf(ReadOnlySpan<byte> comm)
    {
        if (!comm.StartsWith("vhost-"u8)) return 0;
        var digits = comm["vhost-"u8.Length..];
        return Utf8Parser.TryParse(digits, out int pid, out var used) && used == digits.Length && digits[0] is not ((byte)'+' or (byte)'-') ? pid : 0;
    }
}
