using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Usage;

/// <summary>
/// Where the CPU time of an interval was used, on hosts with several packages. What is bound to a package ran there, to the nanosecond. How
/// much floats is known as exactly, since it is all the rest; where it ran is what the busy times of the packages show beyond what is bound
/// to them. So the ticks of those decide where floating time is put and never how much of it there is. Call once for each sample, after
/// <see cref="UsageTracker.Advance"/>. One thread; allocates when packages come or go only.
/// </summary>
/// <param name="usage">Who used CPU time.</param>
internal sealed class PackageLoads(UsageTracker usage)
{
    private PackageLoad[] _loads = [];
    private long[] _where = [];

    /// <summary>True when it is known for this interval what was used on which of several packages.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>The packages.</summary>
    public ReadOnlySpan<PackageLoad> Packages => _loads;

    /// <summary>CPU time of this interval that is bound to no package, that of nobody included, in nanoseconds.</summary>
    public long Floating { get; private set; }

    /// <summary>For each package, in their order, how much of the floating time ran there in relation to the others; all 0 when nobody knows.</summary>
    public ReadOnlySpan<long> Where => _where;

    /// <summary>Takes in one sample.</summary>
    /// <param name="packages">The busy time of each package; empty where there is one only, or where it is not known.</param>
    /// <param name="maxDebt">How much the claims may run ahead before it is no longer noise.</param>
    public void Advance(ReadOnlySpan<PackageTime> packages, long maxDebt)
    {
        IsKnown = false;
        if (packages.Length < 2 && _loads.Length == 0) return;
        if (packages.Length >= 2 && !IsSame(packages)) Begin(packages);
        AddPinned();
        if (packages.Length < 2) return; // The next sample that has them covers this interval as well.
        IsKnown = true;
        for (var i = 0; i < _loads.Length; i++) IsKnown &= _loads[i].Compare(packages[i].BusyNanoseconds, maxDebt);
        Place();
    }

    /// <summary>The place of a package.</summary>
    /// <param name="package">The package, or null.</param>
    /// <returns>Its place, or -1 when it is none of them.</returns>
    public int PlaceOf(int? package)
    {
        if (package is null) return -1;
        for (var i = 0; i < _loads.Length; i++)
            if (_loads[i].Package == package) return i;
        return -1;
    }

    private bool IsSame(ReadOnlySpan<PackageTime> packages)
    {
        if (packages.Length != _loads.Length) return false;
        for (var i = 0; i < _loads.Length; i++)
            if (_loads[i].Package != packages[i].Package || _loads[i].Threads != packages[i].Threads) return false;
        return true;
    }

    private void Begin(ReadOnlySpan<PackageTime> packages)
    {
        _loads = new PackageLoad[packages.Length];
        _where = new long[packages.Length];
        for (var i = 0; i < _loads.Length; i++) _loads[i] = new PackageLoad(packages[i].Package, packages[i].Threads);
    }

    private void AddPinned()
    {
        foreach (var load in _loads) load.Begin();
        var pinned = 0L;
        foreach (var group in usage.ActiveGroups) pinned += Add(group.Pin.Package, group.Own);
        foreach (var process in usage.Alone) pinned += Add(process.Pin.Package, process.Used);
        Floating = usage.Claimed + usage.Host.Unclaimed(UnattributedReason.Interrupt) + usage.Host.Unclaimed(UnattributedReason.Skew) - pinned;
    }

    private long Add(int? package, long nanoseconds)
    {
        var place = PlaceOf(package);
        if (place < 0) return 0;
        _loads[place].Add(nanoseconds);
        return nanoseconds;
    }

    /// <summary>Where nothing that floats is seen for a moment, because ticks are coarse, it is taken to be where it was last.</summary>
    private void Place()
    {
        var isSeen = false;
        foreach (var load in _loads) isSeen |= load.Floating > 0;
        if (!isSeen) return;
        for (var i = 0; i < _loads.Length; i++) _where[i] = _loads[i].Floating;
    }
}
