using System.Globalization;
using Wattshare.Attribution.Model;
using Wattshare.Exporter.Host.Processes;

namespace Wattshare.Exporter.Host.Hypervisors;

/// <summary>The identity that one running machine wants, and the one that it has by now. Sampling thread only.</summary>
/// <param name="process">The hypervisor process.</param>
/// <param name="line">What its command line says.</param>
internal sealed class VmClaim(TrackedProcess process, QemuCommandLine line)
{
    /// <summary>The hypervisor process.</summary>
    public TrackedProcess Process => process;

    /// <summary>What its command line says.</summary>
    public QemuCommandLine Line => line;

    /// <summary>The identity that it has if nobody else has it.</summary>
    public string Wanted { get; } = IdentityOf(process.Key, line);

    /// <summary>The identity that nobody else can have.</summary>
    public string OfProcess { get; } = IdentityOf(process.Key);

    /// <summary>The identity that it has.</summary>
    public string Key { get; private set; } = "";

    /// <summary>What the identity of another machine would be that went by the name of this one alone, or null where a uuid tells them apart.</summary>
    public string? NameKey => Uuid.Length == 0 ? KeyOfName(Name) : null;

    /// <summary>Whether somebody else has the identity that it wants.</summary>
    public bool IsWaiting => Key != Wanted;

    private string Name { get; set; } = "";

    private string Uuid { get; set; } = "";

    /// <summary>The identity that a command line asks for: the uuid, else the name, else that of the process.</summary>
    /// <param name="process">The hypervisor process.</param>
    /// <param name="line">What its command line says.</param>
    /// <returns>The identity.</returns>
    public static string IdentityOf(ProcessKey process, QemuCommandLine line)
    {
        if (line.Uuid.Length > 0) return "uuid:" + line.Uuid;
        return line.Name.Length > 0 ? KeyOfName(line.Name) : IdentityOf(process);
    }

    /// <summary>The identity of a machine that goes by its name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The identity.</returns>
    public static string KeyOfName(string name) => "name:" + name;

    /// <summary>Gives it the identity that it wants, and what it calls itself.</summary>
    /// <param name="processName">The name that it goes by when it has none.</param>
    public void Grant(string processName) => (Key, Name, Uuid) = (Wanted, line.Name.Length > 0 ? line.Name : processName, line.Uuid);

    /// <summary>Tells it apart by its process: it has no uuid, and a name that is not what it calls itself.</summary>
    /// <param name="processName">That name.</param>
    public void Refuse(string processName) => (Key, Name, Uuid) = (OfProcess, processName, "");

    /// <summary>The name of a machine that has none of its own.</summary>
    /// <param name="isTaken">Whether another one goes by the shorter form.</param>
    /// <returns><c>vm-</c> and the process id, and the start time where that is somebody's name already.</returns>
    public string ProcessName(bool isTaken) => isTaken
        ? string.Create(CultureInfo.InvariantCulture, $"vm-{process.Key.Pid}-{process.Key.StartTicks}")
        : string.Create(CultureInfo.InvariantCulture, $"vm-{process.Key.Pid}");

    /// <summary>Describes the machine as it is known by now.</summary>
    /// <returns>The machine.</returns>
    public VmInfo ToInfo() => new()
    {
        Key = Key,
        Name = Name,
        Uuid = Uuid,
        Hypervisor = "qemu",
        Vcpus = line.Vcpus,
        Process = process.Key,
        Container = process.Node?.Info.Container,
    };

    private static string IdentityOf(ProcessKey process) => string.Create(CultureInfo.InvariantCulture, $"pid:{process.Pid}:{process.StartTicks}");
}
