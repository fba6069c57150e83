namespace Wattshare.Attribution.Model;

/// <summary>What a thread does for a virtual machine. The name in lower case is the label <c>role</c>.</summary>
public enum VmRole
{
    /// <summary>Runs a virtual processor.</summary>
    Vcpu,

    /// <summary>Everything else of the hypervisor process and its helpers: main loop, migration, display, workers.</summary>
    Emulator,

    /// <summary>Serves disks in a thread of its own.</summary>
    IoThread,

    /// <summary>Moves network packets in the kernel.</summary>
    Vhost,
}
