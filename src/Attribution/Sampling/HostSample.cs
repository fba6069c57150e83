namespace Wattshare.Attribution.Sampling;

/// <summary>
/// Everything that was read of a host at one instant. The sampler fills it, hands it on and does not touch it until it is filled
/// again; nobody keeps a reference. One thread.
/// </summary>
public sealed class HostSample
{
    /// <summary>
    /// The instant on a monotonic clock, in nanoseconds from an arbitrary origin: the middle of the time in which CPU times were read.
    /// Energy that zones show at their own, later instants is brought to it (<see cref="ZoneReading.Bracket"/>).
    /// </summary>
    public long TimestampNanoseconds { get; set; }

    /// <summary>The same instant on the wall clock, for display only.</summary>
    public DateTimeOffset WallTime { get; set; }

    /// <summary>How long the reading of CPU times took, in nanoseconds; the instant is its middle.</summary>
    public long UsageNanoseconds { get; set; }

    /// <summary>How long the reading of the zones took, in nanoseconds; for zones whose own bracket is not known.</summary>
    public long BracketNanoseconds { get; set; }

    /// <summary>
    /// True when the machine was suspended since the sample before: counters of the hardware may have begun anew meanwhile, whatever they
    /// show, so that they are only a baseline.
    /// </summary>
    public bool WasSuspended { get; set; }

    /// <summary>The steps that the CPU times of <see cref="Processes"/> come in, in nanoseconds; 0 when they are too fine to matter.</summary>
    public long ProcessTickNanoseconds { get; set; }

    /// <summary>
    /// How late the kernel books the CPU time of a task that goes on running, in nanoseconds: at the scheduler's ticks. 0 when it is not known.
    /// </summary>
    public long BookingNanoseconds { get; set; }

    /// <summary>The host's CPU time, or null when <c>/proc/stat</c> could not be read.</summary>
    public CpuTimes? Cpu { get; set; }

    /// <summary>The number of hardware threads that are online, at least 1.</summary>
    public int HardwareThreads { get; set; } = 1;

    /// <summary>
    /// The busy time of each processor package, ascending by package, on a host with several; empty elsewhere, and when it is unknown.
    /// </summary>
    public Buffer<PackageTime> Packages { get; } = new();

    /// <summary>The zones that were read, failed reads included.</summary>
    public Buffer<ZoneReading> Zones { get; } = new();

    /// <summary>The groups that were read. A group that was not read keeps its last value.</summary>
    public Buffer<GroupReading> Groups { get; } = new();

    /// <summary>The processes that were read. A process that was not read keeps its last value.</summary>
    public Buffer<ProcessReading> Processes { get; } = new();

    /// <summary>CPU time of virtual machines by the role of their threads; a finer view of time that <see cref="Processes"/> holds as well.</summary>
    public Buffer<VmTimeReading> VmTimes { get; } = new();

    /// <summary>The host's memory in units of 1024 bytes, or 0 when it is not known.</summary>
    public long MemoryKibibytes { get; set; }

    /// <summary>The memory that virtual machines and containers hold. Who is not in it holds nobody knows how much.</summary>
    public Buffer<MemoryReading> Memory { get; } = new();

    /// <summary>
    /// The memory traffic of every control group of resctrl and of its monitoring groups, each after those in it; empty where nobody monitors.
    /// </summary>
    public Buffer<TrafficReading> Traffic { get; } = new();

    /// <summary>Empties the sample and keeps its memory.</summary>
    public void Clear()
    {
        TimestampNanoseconds = 0;
        WallTime = default;
        UsageNanoseconds = 0;
        BracketNanoseconds = 0;
        WasSuspended = false;
        ProcessTickNanoseconds = 0;
        BookingNanoseconds = 0;
        Cpu = null;
        HardwareThreads = 1;
        MemoryKibibytes = 0;
        Packages.Clear();
        Zones.Clear();
        Groups.Clear();
        Processes.Clear();
        VmTimes.Clear();
        Memory.Clear();
        Traffic.Clear();
    }
}
