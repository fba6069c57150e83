using System.Buffers.Text;

namespace Wattshare.Exporter.Host.Hypervisors;

/// <summary>
/// The names of the threads that the kernel runs for one virtual machine, each with the process id of the hypervisor: <c>vhost-PID</c>
/// moves its packets and blocks (drivers/vhost/vhost.c, a thread of the process itself since Linux 6.4), <c>kvm-pit/PID</c> is its timer
/// (arch/x86/kvm/i8254.c), and <c>kvm-nx-lpage-recovery-PID</c> tends its memory (virt/kvm/kvm_main.c). Only believed of kernel
/// threads, since a program can call itself anything.
/// </summary>
internal static class MachineThreadName
{
    /// <summary>Reads the hypervisor's process id.</summary>
    /// <param name="comm">The comm of a kernel thread.</param>
    /// <returns>The process id, or 0 when it is another kernel thread.</returns>
    public static int OwnerOf(ReadOnlySpan<byte> comm)
    {
        if (comm.StartsWith("vhost-"u8)) return Number(comm["vhost-"u8.Length..]);
        if (comm.StartsWith("kvm-pit/"u8)) return Number(comm["kvm-pit/"u8.Length..]);
        return comm.StartsWith("kvm-nx-lpage-recovery-"u8) ? Number(comm["kvm-nx-lpage-recovery-"u8.Length..]) : 0;
    }

    /// <summary>
    /// Tells whether the kernel cut the process id off, as it does after 15 bytes; <c>/proc/PID/comm</c> has the whole name since Linux 5.17.
    /// </summary>
    /// <param name="comm">The comm of a kernel thread.</param>
    /// <returns>True when the whole name may tell more.</returns>
    public static bool IsCut(ReadOnlySpan<byte> comm) => comm.SequenceEqual("kvm-nx-lpage-re"u8);

    private static int Number(ReadOnlySpan<byte> digits) =>
        Utf8Parser.TryParse(digits, out int pid, out var used) && used == digits.Length && digits[0] is not ((byte)'+' or (byte)'-') ? pid : 0;
}
