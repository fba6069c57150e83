using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Attribution.Ledgers;

/// <summary>
/// The energy of one virtual machine, one container, or of the rest of the system. Only ever added to. One thread.
/// </summary>
internal sealed class Account
{
    private ComponentEnergy _active;
    private ComponentEnergy _idle;
    private ComponentEnergy _intervalActive;
    private ComponentEnergy _intervalIdle;
    private VmCpuTimes _cpuTimes;
    private int _live;

    /// <summary>The virtual machine, for an account of one.</summary>
    public VmInfo? Vm { get; set; }

    /// <summary>The container, for an account of one.</summary>
    public ContainerInfo? Container { get; set; }

    /// <summary>The instant at which the last process and group of the account went away, or null while one is there.</summary>
    public long? EndedAt { get; private set; }

    /// <summary>Energy that follows use.</summary>
    public EnergyAmount Active => new(_active, _intervalActive);

    /// <summary>Idle energy that the account carries.</summary>
    public EnergyAmount Idle => new(_idle, _intervalIdle);

    /// <summary>CPU time by role, for an account of a virtual machine.</summary>
    public ref readonly VmCpuTimes CpuTimes => ref _cpuTimes;

    /// <summary>True while a process or group belongs to the account.</summary>
    public bool IsLive => _live > 0;

    /// <summary>Counts one more process or group.</summary>
    public void Acquire() => _live++;

    /// <summary>Counts one process or group less.</summary>
    public void Release() => _live--;

    /// <summary>Adds active energy of this interval.</summary>
    /// <param name="component">The component.</param>
    /// <param name="microjoules">The energy.</param>
    public void Add(Component component, long microjoules)
    {
        _active[component] += microjoules;
        _intervalActive[component] += microjoules;
    }

    /// <summary>Adds CPU time of threads of a virtual machine.</summary>
    /// <param name="role">What the threads do.</param>
    /// <param name="nanoseconds">The time.</param>
    public void Add(VmRole role, long nanoseconds) => _cpuTimes.Add(role, nanoseconds);

    /// <summary>Takes over everything that another account ever got; nothing of it belongs to this interval.</summary>
    /// <param name="retired">The account that is given up.</param>
    public void Absorb(Account retired)
    {
        _active += retired._active;
        _idle += retired._idle;
        _cpuTimes.Add(retired._cpuTimes);
    }

    /// <summary>Begins an interval.</summary>
    public void BeginInterval()
    {
        _intervalActive = default;
        _intervalIdle = default;
    }

    /// <summary>Notes whether the account is still in use.</summary>
    /// <param name="timestampNanoseconds">The instant of the sample.</param>
    public void EndInterval(long timestampNanoseconds) => EndedAt = IsLive ? null : EndedAt ?? timestampNanoseconds;
}
