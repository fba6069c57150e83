using Wattshare.Attribution.Model;
using Wattshare.Exporter.Host.Cgroups;
using Wattshare.Exporter.Host.Hypervisors;
using Wattshare.Exporter.Host.Kernel;
using Wattshare.Exporter.Host.Memory;

namespace Wattshare.Exporter.Host.Processes;

/// <summary>One process while it lives, as the table remembers it from tick to tick. Sampling thread only.</summary>
/// <param name="key">The identity.</param>
/// <param name="stat">The kept <c>stat</c> file.</param>
/// <param name="newborn">Whether it began after the previous reading.</param>
internal sealed class TrackedProcess(ProcessKey key, HostFile stat, bool newborn)
{
    /// <summary>The identity.</summary>
    public ProcessKey Key => key;

    /// <summary>The kept <c>stat</c> file.</summary>
    public HostFile Stat => stat;

    /// <summary>Whether it began after the previous reading; false after it was reported once.</summary>
    public bool Newborn { get; set; } = newborn;

    /// <summary>The raw comm, to see a change without making text of it.</summary>
    public byte[] Comm { get; private set; } = [];

    /// <summary>The comm as text.</summary>
    public string Command { get; private set; } = "";

    /// <summary>CPU time since it began, in nanoseconds.</summary>
    public long CpuNanoseconds { get; set; }

    /// <summary>What the last reading added to it: nothing at a first one, unless the process is newborn.</summary>
    public long UsedNanoseconds { get; set; }

    /// <summary>The number of its threads.</summary>
    public long ThreadCount { get; set; }

    /// <summary>Whether the kernel runs it for itself.</summary>
    public bool IsKernelThread { get; set; }

    /// <summary>
    /// Whether it serves work queues. The rescuer of a queue goes by the queue's name, which for that of a network device is whatever a user
    /// called the device, so that no name of such a thread is believed.
    /// </summary>
    public bool IsQueueWorker { get; set; }

    /// <summary>
    /// The process id of the hypervisor that it works for: the one in the name of a thread of the kernel (<see cref="MachineThreadName"/>), or that
    /// of the machine that a helper serves (<see cref="TeardownHelper"/>, <see cref="Serve"/>). 0 for all others.
    /// </summary>
    public int MachinePid { get; set; }

    /// <summary>The tick of the last list of <c>/proc</c> that held it.</summary>
    public long SeenTick { get; set; }

    /// <summary>The inode under which it was listed, or 0 before.</summary>
    public ulong Inode { get; set; }

    /// <summary>The tick of the last reading.</summary>
    public long ReadTick { get; set; }

    /// <summary>The tick of the last reading that was higher than the one before.</summary>
    public long RanTick { get; set; } = -ReadingTurn.HotTicks;

    /// <summary>When a young process is to be asked again what it is, in clock ticks since boot.</summary>
    public long RecheckAt { get; set; }

    /// <summary>Whether it must be read in the next tick: the last reading failed, or the number may be another's by now.</summary>
    public bool Unsettled { get; set; }

    /// <summary>Whether a value was reported once, so that its end must be.</summary>
    public bool Reported { get; set; }

    /// <summary>True when it ended and its parent did not wait for it yet.</summary>
    public bool Zombie { get; set; }

    /// <summary>Whether the kernel refused to tell the executable, so that this is counted once.</summary>
    public bool ExecutableRefused { get; set; }

    /// <summary>Whether it was taken for a machine though its arguments could not be read, so that they are asked for again.</summary>
    public bool ArgumentsMissing { get; set; }

    /// <summary>Whether <see cref="Node"/> only stands in for a group that is not known yet.</summary>
    public bool GroupPending { get; set; }

    /// <summary>The group it is in, or null.</summary>
    public CgroupNode? Node { get; set; }

    /// <summary>The virtual machine it is, or the one that it works for as a thread of the kernel or a helper, or null.</summary>
    public VmInfo? Vm { get; set; }

    /// <summary>Whether it is the hypervisor process of <see cref="Vm"/>.</summary>
    public bool IsMachine => Vm is { } vm && vm.Process == key;

    /// <summary>The processor package that the machine is bound to, or null.</summary>
    public int? Package { get; set; }

    /// <summary>How often its threads could have been looked at since their number changed.</summary>
    public long PinTurns { get; set; }

    /// <summary>The number of threads, or of links of their directory, at the last turn.</summary>
    public long PinThreads { get; set; }

    /// <summary>The CPU time at the last look.</summary>
    public long PinSeen { get; set; }

    /// <summary>The <see cref="CpuPackages.Version"/> of the last look.</summary>
    public int PinVersion { get; set; }

    /// <summary>The threads of the hypervisor process, when it is one and they were read.</summary>
    public VmThreads? Threads { get; set; }

    /// <summary>The resident memory of the hypervisor process, when it is one and was read.</summary>
    public HeldState? Memory { get; set; }

    /// <summary>Its huge pages, in units of 1024 bytes.</summary>
    public long HugeKibibytes { get; set; }

    /// <summary>What is published; replaced by <see cref="RefreshInfo"/> when it is no longer true.</summary>
    public ProcessInfo Info { get; private set; } = new() { Key = key, Command = "" };

    /// <summary>Takes over the comm.</summary>
    /// <param name="comm">The raw comm.</param>
    /// <returns>True when it changed.</returns>
    public bool SetComm(ReadOnlySpan<byte> comm)
    {
        comm = comm[..Math.Min(comm.Length, HostText.MaxCommand * 4)];
        if (Command.Length > 0 && comm.SequenceEqual(Comm)) return false;
        Comm = comm.ToArray();
        var text = HostText.Clean(comm, HostText.MaxCommand);

        // A program may set an empty comm; a label without text would look like a series without it.
        Command = text.Length > 0 ? text : "?";
        return true;
    }

    /// <summary>Publishes anew when comm, group or machine changed. Call after groups are up to date.</summary>
    /// <returns>Whether it did.</returns>
    public bool RefreshInfo()
    {
        var group = Node?.Accounting;
        var package = IsMachine ? Package : null;
        if (ReferenceEquals(Info.Group, group) && ReferenceEquals(Info.Vm, Vm) && ReferenceEquals(Info.Command, Command) && Info.OwnPackage == package) return false;
        Info = new ProcessInfo { Key = key, Command = Command, Group = group, Vm = Vm, OwnPackage = package };
        return true;
    }

    /// <summary>
    /// Ties a thread of the kernel, or a helper, to the machine of the process that it works for. It keeps a machine that is gone, for what it still does; a later
    /// process under the number is not the one it was made for, unless it is the same machine.
    /// </summary>
    /// <param name="vm">The machine of the process that has the number now.</param>
    public void WorkFor(VmInfo vm)
    {
        if (!IsQueueWorker && (vm.Process.StartTicks <= key.StartTicks || vm.Key == Vm?.Key)) Vm = vm;
    }

    /// <summary>Makes it a helper of a machine: it is none itself, and what it uses is counted for that one.</summary>
    /// <param name="vm">The machine of another process.</param>
    public void Serve(VmInfo vm) => (Vm, MachinePid) = (vm, vm.Process.Pid);

    /// <summary>Closes every file.</summary>
    public void Close()
    {
        stat.Close();
        CloseThreads();
    }

    /// <summary>Forgets the threads of a process that is no machine, or no longer one.</summary>
    public void CloseThreads()
    {
        Threads?.Close();
        Threads = null;
    }
}
