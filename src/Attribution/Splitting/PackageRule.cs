using Wattshare.Attribution.Counters;
using Wattshare.Attribution.Idle;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Usage;

namespace Wattshare.Attribution.Splitting;

/// <summary>
/// A pool for each package, which those who are bound to it divide by their CPU time together with all that floats; and a last pool of what
/// floats, which everybody else divides by CPU time (docs/sockets.md). Holds for an interval in which the energy and the busy time of each
/// package are known, and somebody is there for all of the energy. One thread; allocates nothing once it has grown.
/// </summary>
/// <param name="usage">What was used in the interval.</param>
/// <param name="loads">Where it was used.</param>
/// <param name="floors">Parts idle energy over the packages.</param>
internal sealed class PackageRule(UsageTracker usage, PackageLoads loads, PackageFloors floors) : ISplitRule
{
    private readonly PackageShares[] _shares = [new(Component.Cpu, loads, floors[Component.Cpu]), new(Component.Dram, loads, floors[Component.Dram])];
    private long[] _floating = [];

    /// <inheritdoc/>
    public ActiveRule Rule => ActiveRule.CpuTimeByPackage;

    private int Last => loads.Packages.Length;

    /// <summary>Takes in the energy of one interval.</summary>
    /// <param name="interval">The energy.</param>
    /// <param name="idle">The idle part of it.</param>
    /// <param name="meter">The zones.</param>
    /// <param name="teaching">The components whose power is known and nobody's statement.</param>
    public void Advance(in IntervalEnergy interval, in ComponentEnergy idle, EnergyMeter meter, ComponentSet teaching)
    {
        var isIdle = usage.Host.BusyRatio <= IdleFloorEstimator.MaxBusyRatio;
        foreach (var share in _shares) share.Advance(interval, idle, meter, isIdle && teaching.Contains(share.Component));
    }

    /// <inheritdoc/>
    public bool TryBegin(Component component, long active, SplitPools pools)
    {
        if ((int)component >= _shares.Length || _shares[(int)component] is not { IsKnown: true } share || !loads.IsKnown) return false;
        PlaceFloating(share);
        if (loads.Floating == 0 && !IsAllBound(share)) return false;
        var floating = share.ActiveOf(Last);
        for (var i = 0; i < Last; i++)
        {
            var (load, weight) = (loads.Packages[i], _floating[i]);
            var pool = new PoolInfo(share.ActiveOf(i), load.Pinned + weight)
            {
                Package = load.Package,
                PassedWeight = weight,
                IdleMicrojoules = share.IdleOf(i),
            };
            floating += pool.PassedMicrojoules;
            pools.Add(pool);
        }

        pools.Add(new PoolInfo(floating, loads.Floating));
        return true;
    }

    /// <inheritdoc/>
    public Stake StakeOf(GroupState group) => new(PoolOf(group.Pin.Package), group.Own);

    /// <inheritdoc/>
    public Stake StakeOf(ProcessState process) => new(PoolOf(process.Pin.Package), process.Used);

    /// <inheritdoc/>
    public Stake StakeOf(UnattributedReason reason) => new(Last, usage.Host.Unclaimed(reason));

    private int PoolOf(int? package) => loads.PlaceOf(package) is var place and >= 0 ? place : Last;

    /// <summary>Without anything that floats, energy of a package that nobody is bound to would be nobody's.</summary>
    private bool IsAllBound(PackageShares share)
    {
        if (share.ActiveOf(Last) > 0) return false;
        for (var i = 0; i < Last; i++)
            if (loads.Packages[i].Pinned == 0 && share.ActiveOf(i) > 0) return false;
        return true;
    }

    /// <summary>Parts the floating time over the packages: by where it is known to have run, else by what they drew, else equally.</summary>
    private void PlaceFloating(PackageShares share)
    {
        if (_floating.Length != Last) _floating = new long[Last];
        var (where, drawn) = (0L, 0L);
        for (var i = 0; i < Last; i++) (where, drawn) = (where + loads.Where[i], drawn + share.ActiveOf(i));
        var parts = new Apportioner(loads.Floating, where > 0 ? where : drawn > 0 ? drawn : Last);
        for (var i = 0; i < Last; i++) _floating[i] = parts.Next(where > 0 ? loads.Where[i] : drawn > 0 ? share.ActiveOf(i) : 1);
    }
}
