using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Uncertainty;

namespace Wattshare.Attribution.Ledgers;

/// <summary>
/// The energy of one virtual machine, one container, or of the rest of the system. Only ever added to. Remembers its row until
/// something in it changes. One thread.
/// </summary>
internal sealed class Account
{
    private ComponentEnergy _active;
    private ComponentEnergy _idle;
    private ComponentEnergy _intervalActive;
    private ComponentEnergy _intervalIdle;
    private VmCpuTimes _cpuTimes;
    private VmInfo? _toldVm;
    private ContainerInfo? _toldContainer;
    private OwnerErrors? _errors;
    private int _live;
    private bool _hasInterval;

    /// <summary>The virtual machine as it is shown, for an account of one.</summary>
    public VmInfo? Vm { get; private set; }

    /// <summary>The container as it is shown, for an account of one.</summary>
    public ContainerInfo? Container { get; private set; }

    /// <summary>What the owner is shown under, or null before it was told.</summary>
    public OwnerLabels? Labels { get; private set; }

    /// <summary>What the owner was told to be called last.</summary>
    public OwnerLabels ToldLabels => _toldVm is { } vm ? OwnerLabels.Of(vm) : OwnerLabels.Of(_toldContainer!);

    /// <summary>The row that was last made of the account, or null since something changed.</summary>
    public object? Row { get; set; }

    /// <summary>The instant at which the last process and group of the account went away, or null while one is there.</summary>
    public long? EndedAt { get; private set; }

    /// <summary>Energy that follows use.</summary>
    public EnergyAmount Active => new(_active, _intervalActive);

    /// <summary>Idle energy that the account carries.</summary>
    public EnergyAmount Idle => new(_idle, _intervalIdle);

    /// <summary>CPU time of this interval in nanoseconds, where idle energy follows use; else 0.</summary>
    public long Used { get; private set; }

    /// <summary>The account's part in the idle energy of this interval; what it is a part of is for <see cref="Wattshare.Attribution.Idle.IdleCarriers"/> to know.</summary>
    public long IdleWeight { get; set; }

    /// <summary>The memory that is held at the end of this interval, in units of 1024 bytes, or null when it is not known.</summary>
    public long? HeldKibibytes { get; set; }

    /// <summary>The account's part in the idle energy of memory, as <see cref="Wattshare.Attribution.Idle.HeldMemory"/> reckons it.</summary>
    public long HeldWeight { get; set; }

    /// <summary>CPU time by role, for an account of a virtual machine.</summary>
    public ref readonly VmCpuTimes CpuTimes => ref _cpuTimes;

    /// <summary>How far the energy may be off.</summary>
    public EnergyUncertainty Uncertainty => _errors?.ToUncertainty() ?? default;

    /// <summary>How many processes' CPU times in ticks the energy of this interval depends on.</summary>
    public int CoarseReadings { get; set; }

    /// <summary>True while a process or group belongs to the account.</summary>
    public bool IsLive => _live > 0;

    /// <summary>Takes down who the owner is; what is shown of it follows with <see cref="Show"/>.</summary>
    /// <param name="vm">The machine, for an account of one.</param>
    /// <param name="container">The container, for an account of one.</param>
    /// <returns>False when that is known.</returns>
    public bool Tell(VmInfo? vm, ContainerInfo? container)
    {
        if (ReferenceEquals(vm, _toldVm) && ReferenceEquals(container, _toldContainer)) return false;
        (_toldVm, _toldContainer) = (vm, container);
        return true;
    }

    /// <summary>Shows the owner as it was told, but under these labels.</summary>
    /// <param name="labels">The labels.</param>
    public void Show(OwnerLabels labels)
    {
        Labels = labels;
        Vm = _toldVm is { } vm ? labels.On(vm) : null;
        Container = _toldContainer is { } container ? labels.On(container) : null;
        Row = null;
    }

    /// <summary>An empty account under the same labels, for those that had them and were given up: it is nobody's in particular.</summary>
    /// <returns>A new account.</returns>
    public Account Describe() => new()
    {
        Labels = Labels,
        Vm = Vm is { } vm ? vm with { Key = "retired:" + vm.Key, Vcpus = 0, Process = default, Container = null } : null,
        Container = Container is { } container ? container with { ReservedMillithreads = 0 } : null,
    };

    /// <summary>Counts one more process or group.</summary>
    public void Acquire() => _live++;

    /// <summary>Counts one process or group less.</summary>
    public void Release() => _live--;

    /// <summary>Adds active energy of this interval.</summary>
    /// <param name="component">The component.</param>
    /// <param name="microjoules">The energy.</param>
    public void Add(Component component, long microjoules)
    {
        if (microjoules == 0) return;
        _active[component] += microjoules;
        _intervalActive[component] += microjoules;
        _hasInterval = true;
        Row = null;
    }

    /// <summary>Adds idle energy of this interval.</summary>
    /// <param name="component">The component.</param>
    /// <param name="microjoules">The energy.</param>
    public void AddIdle(Component component, long microjoules)
    {
        if (microjoules == 0) return;
        _idle[component] += microjoules;
        _intervalIdle[component] += microjoules;
        _hasInterval = true;
        Row = null;
    }

    /// <summary>Notes CPU time of this interval that idle energy follows.</summary>
    /// <param name="nanoseconds">The time.</param>
    public void Use(long nanoseconds) => Used += nanoseconds;

    /// <summary>Adds CPU time of threads of a virtual machine.</summary>
    /// <param name="role">What the threads do.</param>
    /// <param name="nanoseconds">The time.</param>
    public void Add(VmRole role, long nanoseconds)
    {
        if (nanoseconds > 0 || _cpuTimes[role] is null) Row = null;
        _cpuTimes.Add(role, nanoseconds);
    }

    /// <summary>Adds the errors of this interval, once all of its energy is known.</summary>
    /// <param name="budget">What the interval says about them.</param>
    public void Propagate(ErrorBudget budget)
    {
        if (!_hasInterval && _errors is not { IsOpen: true }) return;
        _errors ??= new OwnerErrors();
        if (_errors.Advance(budget, _intervalActive, _intervalIdle, CoarseReadings)) Row = null;
    }

    /// <summary>Takes over everything that another account ever got; nothing of it belongs to this interval.</summary>
    /// <param name="retired">The account that is given up.</param>
    public void Absorb(Account retired)
    {
        _active += retired._active;
        _idle += retired._idle;
        _cpuTimes.Add(retired._cpuTimes);
        if (retired._errors is { } errors) (_errors ??= new OwnerErrors()).Add(errors);
        Row = null;
    }

    /// <summary>Adds what the account ever got to a sum.</summary>
    /// <param name="active">The sum of energy that follows use.</param>
    /// <param name="idle">The sum of idle energy.</param>
    public void AddTo(ref ComponentEnergy active, ref ComponentEnergy idle)
    {
        active += _active;
        idle += _idle;
    }

    /// <summary>Begins an interval. Costs next to nothing when the last one added nothing.</summary>
    public void BeginInterval()
    {
        Used = 0;
        CoarseReadings = 0;
        HeldKibibytes = null;
        if (!_hasInterval) return;
        _intervalActive = default;
        _intervalIdle = default;
        _hasInterval = false;
        Row = null;
    }

    /// <summary>Notes whether the account is still in use.</summary>
    /// <param name="timestampNanoseconds">The instant of the sample.</param>
    public void EndInterval(long timestampNanoseconds)
    {
        if (IsLive == EndedAt is null) return;
        EndedAt = IsLive ? null : timestampNanoseconds;
        Row = null;
    }
}
