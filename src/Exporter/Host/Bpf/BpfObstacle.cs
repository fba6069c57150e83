namespace Wattshare.Exporter.Host.Bpf;

/// <summary>Why the BPF source cannot be used on a host, and what would change that.</summary>
/// <param name="Reason">One clause without a full stop.</param>
/// <param name="Fix">What to do, as one sentence.</param>
internal sealed record BpfObstacle(string Reason, string Fix)
{
    /// <summary>The library is not there.</summary>
    public static BpfObstacle LibraryMissing { get; } = new("libbpf.so.1 is not installed", "Install it (Debian and Ubuntu: libbpf1; Fedora: libbpf).");

    /// <summary>The library lacks what is needed.</summary>
    public static BpfObstacle LibraryTooOld { get; } = new("libbpf is older than 1.0", "Install libbpf 1.0 or later.");

    /// <summary>The kernel does not describe its own types.</summary>
    public static BpfObstacle NoTypes { get; } = new(
        "the kernel has no BTF (/sys/kernel/btf/vmlinux)", "Run a kernel built with CONFIG_DEBUG_INFO_BTF, as those of all large distributions are.");

    /// <summary>The exporter sees a part of the host's processes.</summary>
    public static BpfObstacle PidNamespace { get; } = new(
        "the exporter runs in a process namespace of its own", "Run it on the host, or share the host's process ids (hostPID: true, --pid=host).");

    /// <summary>The procfs that was given is not that of the running kernel.</summary>
    /// <param name="root">The root of procfs.</param>
    /// <returns>The obstacle.</returns>
    public static BpfObstacle OtherProcfs(string root) => new(
        $"{root} does not show the exporter's own process", "Let --path.procfs be the procfs of this host, mounted with the host's process ids.");

    /// <summary>Capabilities are missing.</summary>
    /// <param name="names">Their names.</param>
    /// <returns>The obstacle.</returns>
    public static BpfObstacle Capabilities(string names) => new($"the exporter lacks {names}", $"Grant {names} (systemd: AmbientCapabilities=), or run it as root.");

    /// <summary>The kernel refused with every capability there.</summary>
    /// <param name="what">What was tried.</param>
    /// <param name="error">The error number, positive.</param>
    /// <returns>The obstacle.</returns>
    public static BpfObstacle Refused(string what, int error) => error switch
    {
        Kernel.Errno.NotPermitted or Kernel.Errno.NoCall or Kernel.Errno.Denied => new(
            $"the kernel does not allow bpf(2) ({what}: error {error})", "Allow the system call in the container's seccomp profile; kernel lockdown forbids it as well."),
        Kernel.Errno.Invalid => new($"the kernel does not know what the program needs ({what}: error {error})", "Linux 5.11 or later has it."),
        _ => new($"the program could not be loaded ({what}: error {error})", "Please report this with the output of uname -a."),
    };
}
