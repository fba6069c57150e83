using System.Buffers.Text;

namespace Wattshare.Exporter.Host.Hypervisors;

/// <summary>
/// The process that QEMU makes with <c>-run-with async-teardown=on</c>: it shares the memory of the machine, so that it has the same executable
/// and the same command line, sleeps as long as the machine lives, and gives the memory back when QEMU has ended. It calls itself
/// <c>cleanup/PID</c> with QEMU's process id as QEMU sees it (system/async-teardown.c). A name can be chosen, so it is only believed of a
/// process that was started by a hypervisor.
/// </summary>
internal static class TeardownHelper
{
    /// <summary>Tells by its name whether a process that runs QEMU may be such a helper.</summary>
    /// <param name="comm">The comm, any bytes.</param>
    /// <returns>True when it may be.</returns>
    public static bool IsName(ReadOnlySpan<byte> comm)
    {
        if (!comm.StartsWith("cleanup/"u8)) return false;
        var digits = comm["cleanup/"u8.Length..];
        return !digits.IsEmpty && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    /// <summary>Reads who started a process from <c>/proc/PID/status</c> (proc_pid_status(5)).</summary>
    /// <param name="status">The file.</param>
    /// <returns>The process id of the parent, or 0 when it is not told.</returns>
    public static int ParentOf(ReadOnlySpan<byte> status)
    {
        var at = status.IndexOf("\nPPid:\t"u8);
        if (at < 0) return 0;
        var text = status[(at + "\nPPid:\t"u8.Length)..];
        var isNumber = Utf8Parser.TryParse(text, out int pid, out var used) && used < text.Length && text[used] == '\n';
        return isNumber && pid > 0 ? pid : 0;
    }
}
