using System.Buffers.Text;

namespace Wattshare.Exporter.Host.Hypervisors;

/// <summary>The name of a vhost worker: <c>vhost-</c> and the process id of the hypervisor that it works for (drivers/vhost/vhost.c).</summary>
internal static class VhostThread
{
    /// <summary>Reads the process id.</summary>
    /// <param name="comm">The name of a thread. Any process can take this name: only a kernel thread's is to be believed.</param>
    /// <param name="pid">The hypervisor's process id.</param>
    /// <returns>False when it is another name.</returns>
    public static bool TryParse(ReadOnlySpan<byte> comm, out int pid)
    {
        pid = 0;
        return comm.StartsWith("vhost-"u8) && Utf8Parser.TryParse(comm[6..], out pid, out var used) && used == comm.Length - 6 && pid > 0;
    }
}
