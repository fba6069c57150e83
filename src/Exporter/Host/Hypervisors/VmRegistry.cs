using System.Globalization;
using Wattshare.Attribution.Model;
using Wattshare.Exporter.Diagnostics;

namespace Wattshare.Exporter.Host.Hypervisors;

/// <summary>
/// Gives every running virtual machine an identity of its own. The uuid or the name is only believed while nobody else uses it: a second
/// machine with the same one is told apart by its process, so that nobody's energy is ever added to another's. One thread.
/// </summary>
/// <param name="faults">Told about machines that claim the same identity.</param>
internal sealed class VmRegistry(FaultLog faults)
{
    private readonly Dictionary<string, ProcessKey> _holders = new(StringComparer.Ordinal);

    /// <summary>Describes a machine and takes its identity.</summary>
    /// <param name="process">The hypervisor process.</param>
    /// <param name="line">What its command line says.</param>
    /// <returns>The machine, without container.</returns>
    public VmInfo Register(ProcessKey process, QemuCommandLine line)
    {
        var key = PreferredKey(process, line);
        if (!_holders.TryAdd(key, process) && _holders[key] != process)
        {
            faults.Report(FaultKind.VmUnidentified, key, "Two running virtual machines have this identity; the later one is counted by its process until "
                + "it ends. Give each its own -uuid.");
            key = ProcessIdentity(process);
            _holders[key] = process;
        }

        return new VmInfo
        {
            Key = key,
            Name = line.Name.Length > 0 ? line.Name : string.Create(CultureInfo.InvariantCulture, $"vm-{process.Pid}"),
            Uuid = line.Uuid,
            Hypervisor = "qemu",
            Vcpus = line.Vcpus,
            Process = process,
        };
    }

    /// <summary>Gives an identity back when the machine has ended. Twice does no harm.</summary>
    /// <param name="vm">The machine.</param>
    public void Release(VmInfo vm)
    {
        if (_holders.TryGetValue(vm.Key, out var holder) && holder == vm.Process) _holders.Remove(vm.Key);
    }

    private static string PreferredKey(ProcessKey process, QemuCommandLine line)
    {
        if (line.Uuid.Length > 0) return "uuid:" + line.Uuid;
        return line.Name.Length > 0 ? "name:" + line.Name : ProcessIdentity(process);
    }

    private static string ProcessIdentity(ProcessKey process) => string.Create(CultureInfo.InvariantCulture, $"pid:{process.Pid}:{process.StartTicks}");
}
