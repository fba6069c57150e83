using Wattshare.Attribution.Counters;
using Wattshare.Attribution.Idle;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Usage;

namespace Wattshare.Attribution.Splitting;

/// <summary>The active energy of one component in one interval by package. One thread; allocates nothing once it has grown.</summary>
/// <param name="component">The component.</param>
/// <param name="loads">Knows the packages.</param>
/// <param name="floor">Parts the idle energy.</param>
internal sealed class PackageShares(Component component, PackageLoads loads, PackageIdle floor)
{
    private readonly PackageEnergy _energy = new();
    private long[] _all = [];

    /// <summary>The component.</summary>
    public Component Component => component;

    /// <summary>True when the energy of the interval is known package by package.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>The active energy of one package.</summary>
    /// <param name="place">Its place in <see cref="PackageLoads.Packages"/>; one more is what belongs to none of them.</param>
    /// <returns>Microjoules.</returns>
    public long ActiveOf(int place) => _all[place] - floor.Parts[place];

    /// <summary>The idle energy of one package.</summary>
    /// <param name="place">As above.</param>
    /// <returns>Microjoules.</returns>
    public long IdleOf(int place) => floor.Parts[place];

    /// <summary>Takes in one interval.</summary>
    /// <param name="interval">Its energy.</param>
    /// <param name="idle">The idle part of it.</param>
    /// <param name="meter">The zones.</param>
    /// <param name="isIdle">Whether it teaches what the packages draw when the host is nearly idle.</param>
    public void Advance(in IntervalEnergy interval, in ComponentEnergy idle, EnergyMeter meter, bool isIdle)
    {
        IsKnown = loads.Packages.Length >= 2 && _energy.TrySum(meter.Counters, component, interval.Energy[component], loads);
        if (!IsKnown) return;
        Collect();
        floor.Begin(loads.Packages);
        if (isIdle) floor.Learn(_all, meter.CoveredNanoseconds(component));
        floor.Part(idle[component], _all);
    }

    private void Collect()
    {
        var packages = _energy.Microjoules;
        if (_all.Length != packages.Length + 1) _all = new long[packages.Length + 1];
        packages.CopyTo(_all);
        _all[^1] = _energy.Elsewhere;
    }
}
