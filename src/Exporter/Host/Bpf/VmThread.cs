using Wattshare.Attribution.Model;
using Wattshare.Exporter.Host.Hypervisors;

namespace Wattshare.Exporter.Host.Bpf;

/// <summary>Tells for which virtual machine a thread works, and as what.</summary>
internal static class VmThread
{
    /// <summary>Looks at one thread.</summary>
    /// <param name="process">Its process, placed in its group.</param>
    /// <param name="record">The thread.</param>
    /// <param name="role">Its role, when it works for a machine.</param>
    /// <returns>The machine, or null.</returns>
    public static VmInfo? Of(RunningProcess process, in TaskRecord record, out VmRole role)
    {
        // Helpers in the scope of a machine (virtiofsd, swtpm) are part of its emulation, whatever they call themselves.
        role = process.Tracked.IsMachine || process.Tracked.IsKernelThread ? ThreadRole.Of(TaskRecord.Name.TextOf(record.Comm)) : VmRole.Emulator;
        return process.Tracked.Vm ?? process.Node?.Info.Vm;
    }
}
