using System.Collections.Immutable;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;
using Wattshare.Attribution.Uncertainty;

namespace Wattshare.Attribution.Ledgers;

/// <summary>Who carries what: the accounts of all virtual machines and containers and of the system. Only adds. One thread.</summary>
internal sealed class Ledger
{
    private readonly AccountBook<VmRow> _vms = new(static account =>
        new VmRow(account.Vm, account.Active, account.Idle, account.Vm is null || account.EndedAt is not null)
        {
            CpuTimes = account.CpuTimes,
            Uncertainty = account.Uncertainty,
        });

    private readonly AccountBook<ContainerRow> _containers = new(static account =>
        new ContainerRow(account.Container, account.Active, account.Idle, account.Container is null || account.EndedAt is not null)
        {
            Uncertainty = account.Uncertainty,
        });

    /// <summary>The account of host processes outside every virtual machine and container.</summary>
    public Account System { get; } = new();

    /// <summary>The account that carries a process: its virtual machine, else its container, else the system.</summary>
    /// <param name="process">The process; the caller releases the account when the process ends or moves.</param>
    /// <returns>The account.</returns>
    public Account Acquire(ProcessInfo process) => Acquire(process.OwnerVm, process.Container);

    /// <summary>The account that carries what ended members of a group used.</summary>
    /// <param name="group">The group; the caller releases the account when the group ends.</param>
    /// <returns>The account.</returns>
    public Account Acquire(GroupInfo group) => Acquire(group.Vm, group.Container);

    /// <summary>Finds the account of a container.</summary>
    /// <param name="id">The full id.</param>
    /// <returns>The account, or null when there is none.</returns>
    public Account? FindContainer(string id) => _containers.Find(id);

    /// <summary>Finds the account of a virtual machine or container.</summary>
    /// <param name="vm">The machine, or null.</param>
    /// <param name="container">The container, when it is not a machine.</param>
    /// <returns>The account, or null when there is none.</returns>
    public Account? Find(VmInfo? vm, ContainerInfo? container) =>
        vm is not null ? _vms.Find(vm.Key) : container is not null ? _containers.Find(container.Id) : null;

    /// <summary>Lists the accounts of the virtual machines and containers that are there, each kind ordered by identity.</summary>
    /// <param name="accounts">Where they go.</param>
    public void AddLive(Buffer<Account> accounts)
    {
        _vms.AddLive(accounts);
        _containers.AddLive(accounts);
    }

    /// <summary>What all accounts ever got: energy that follows use, and idle energy that is carried.</summary>
    /// <returns>Both sums.</returns>
    public (ComponentEnergy Active, ComponentEnergy Idle) AddUp()
    {
        var (active, idle) = (default(ComponentEnergy), default(ComponentEnergy));
        System.AddTo(ref active, ref idle);
        _vms.AddTo(ref active, ref idle);
        _containers.AddTo(ref active, ref idle);
        return (active, idle);
    }

    /// <summary>Begins an interval in every account.</summary>
    public void BeginInterval()
    {
        System.BeginInterval();
        _vms.BeginInterval();
        _containers.BeginInterval();
    }

    /// <summary>Books CPU time of virtual machines by the role of their threads. The first readings are a baseline: they say which roles there are.</summary>
    /// <param name="readings">The readings of the sample.</param>
    /// <param name="isBaseline">True at the first sample.</param>
    public void Book(ReadOnlySpan<VmTimeReading> readings, bool isBaseline)
    {
        foreach (ref readonly var reading in readings)
        {
            var account = _vms.Find(reading.Vm.Key) ?? _vms.Get(reading.Vm.Key, reading.Vm, null);
            account.Add(reading.Role, isBaseline ? 0 : reading.UsedNanoseconds);
        }
    }

    /// <summary>Adds the errors of the interval, once all of its energy is booked.</summary>
    /// <param name="budget">What the interval says about them.</param>
    public void Propagate(ErrorBudget budget)
    {
        _vms.Propagate(budget);
        _containers.Propagate(budget);
    }

    /// <summary>Ends an interval in every account.</summary>
    /// <param name="timestampNanoseconds">The instant of the sample.</param>
    /// <param name="retentionNanoseconds">How long an ended account keeps its own row.</param>
    public void EndInterval(long timestampNanoseconds, long retentionNanoseconds)
    {
        _vms.EndInterval(timestampNanoseconds, retentionNanoseconds);
        _containers.EndInterval(timestampNanoseconds, retentionNanoseconds);
    }

    /// <summary>The rows of the virtual machines, the retired ones' row last.</summary>
    /// <returns>Immutable rows, the same objects as long as nothing in them changes.</returns>
    public ImmutableArray<VmRow> ToVmRows() => _vms.ToRows();

    /// <summary>The rows of the containers, the retired ones' row last.</summary>
    /// <returns>Immutable rows, the same objects as long as nothing in them changes.</returns>
    public ImmutableArray<ContainerRow> ToContainerRows() => _containers.ToRows();

    private Account Acquire(VmInfo? vm, ContainerInfo? container)
    {
        var account = System;
        if (vm is not null) account = _vms.Get(vm.Key, vm, null);
        else if (container is not null) account = _containers.Get(container.Id, null, container);
        account.Acquire();
        return account;
    }
}
