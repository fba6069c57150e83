using Wattshare.Attribution.Ledgers;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;
using Wattshare.Attribution.Splitting;
using Wattshare.Attribution.Tracing;
using Wattshare.Attribution.Usage;

namespace Wattshare.Attribution.Idle;

/// <summary>
/// Gives the idle energy of an interval to the virtual machines and containers that are there at its end, by the policy. Who ended in the
/// interval carries none of it. Weights are integers, thousandths of hardware threads, nanoseconds, or for memory what is held of it
/// (<see cref="HeldMemory"/>), and parts are running floors, so that what is carried and what stays with the host add up to the microjoule.
/// One thread; allocates nothing in steady state.
/// </summary>
/// <param name="policy">Who carries.</param>
/// <param name="ledger">The accounts.</param>
internal sealed class IdleCarriers(IdlePolicy policy, Ledger ledger)
{
    private const long Millithreads = 1000;

    private readonly Buffer<Account> _carriers = new();
    private readonly HeldMemory _held = new(ledger);
    private long _total;

    /// <summary>Weighs those who are there. Call when the accounts of what ended in the interval are released.</summary>
    /// <param name="sample">The hardware threads that are online, and the memory that is held.</param>
    /// <param name="usage">Who used CPU time in the interval.</param>
    public void Weigh(HostSample sample, UsageTracker usage)
    {
        _carriers.Clear();
        if (policy == IdlePolicy.Separate) return;
        ledger.AddLive(_carriers);
        _total = policy == IdlePolicy.ByReservation ? WeighReservations(Math.Max(1, sample.HardwareThreads) * Millithreads) : WeighUse(usage);
        _held.Weigh(sample, _carriers.Items, _total);
    }

    /// <summary>The rule by which the idle energy of a component is given out in this interval.</summary>
    /// <param name="component">The component.</param>
    /// <returns>The rule.</returns>
    public IdleRule RuleOf(Component component) => policy switch
    {
        IdlePolicy.Separate => IdleRule.Separate,
        _ when component == Component.Dram && _held.Total > 0 => IdleRule.ByHeldMemory,
        IdlePolicy.ByUse => IdleRule.ByUse,
        _ => IdleRule.ByReservation,
    };

    /// <summary>Gives out idle energy by the weights.</summary>
    /// <param name="idle">The idle energy of the interval.</param>
    /// <param name="trace">Writes down what is done, or null.</param>
    /// <returns>What nobody carries.</returns>
    public ComponentEnergy Give(in ComponentEnergy idle, SplitTrace? trace)
    {
        var left = idle;
        foreach (var component in Components.All) left[component] -= Give(component, idle[component], trace);
        return left;
    }

    private long Give(Component component, long idle, SplitTrace? trace)
    {
        var rule = RuleOf(component);
        var total = rule == IdleRule.ByHeldMemory ? _held.Total : _total;
        trace?.BeginIdle(component, rule, idle, total);
        if ((idle == 0 && trace is null) || _carriers.Count == 0 || total == 0) return 0;
        var parts = new Apportioner(idle, total);
        var given = 0L;
        foreach (var carrier in _carriers.Items)
        {
            var weight = rule == IdleRule.ByHeldMemory ? carrier.HeldWeight : carrier.IdleWeight;
            var part = parts.Next(weight);
            carrier.AddIdle(component, part);
            given += part;
            trace?.Carrier(carrier, weight, part);
        }

        return given;
    }

    /// <summary>The whole is all hardware threads, or the sum of the reservations where that is more.</summary>
    private long WeighReservations(long whole)
    {
        foreach (var carrier in _carriers.Items) carrier.IdleWeight = Math.Clamp(ReservationOf(carrier), 0, whole);

        // A machine in a container is counted as a machine: the container carries what it reserves beside its machines.
        foreach (var carrier in _carriers.Items)
        {
            if (carrier.Vm?.Container is not { } outer || ledger.FindContainer(outer.Id) is not { } container) continue;
            container.IdleWeight = Math.Max(0, container.IdleWeight - carrier.IdleWeight);
        }

        var reserved = 0L;
        foreach (var carrier in _carriers.Items) reserved += carrier.IdleWeight;
        return Math.Max(whole, reserved);
    }

    /// <summary>The number of virtual processors is 0 where it is unknown, and such a machine reserves nothing.</summary>
    private static long ReservationOf(Account account) =>
        account.Vm is { } vm ? vm.Vcpus * Millithreads : account.Container?.ReservedMillithreads ?? 0;

    /// <summary>The whole is all CPU time of the interval, also that of the system, of who ended, and what nobody claims.</summary>
    private long WeighUse(UsageTracker usage)
    {
        foreach (var group in usage.ActiveGroups)
        {
            var parts = new Apportioner(group.Own, group.MemberSum + group.EndedMembers);
            foreach (var process in usage.MembersOf(group)) process.Owner.Use(parts.Next(process.Used));
            group.Owner.Use(parts.Next(group.EndedMembers));
        }

        foreach (var process in usage.Alone) process.Owner.Use(process.Used);
        foreach (var carrier in _carriers.Items) carrier.IdleWeight = carrier.Used;
        return usage.Claimed + usage.Host.Interrupt + usage.Host.Skew;
    }
}
