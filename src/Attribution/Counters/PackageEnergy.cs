using Wattshare.Attribution.Model;
using Wattshare.Attribution.Usage;

namespace Wattshare.Attribution.Counters;

/// <summary>
/// The energy of one component in one interval by package: the sums of the zones that say which package they belong to. One thread;
/// allocates nothing once it has grown.
/// </summary>
internal sealed class PackageEnergy
{
    private long[] _energy = [];
    private bool[] _hasCounter = [];

    /// <summary>The energy of each package in microjoules, in the order of the packages that were asked for.</summary>
    public ReadOnlySpan<long> Microjoules => _energy;

    /// <summary>The energy of zones that belong to none of the packages, in microjoules.</summary>
    public long Elsewhere { get; private set; }

    /// <summary>Sums up an interval.</summary>
    /// <param name="counters">The zones.</param>
    /// <param name="component">The component.</param>
    /// <param name="energy">Its energy in the interval.</param>
    /// <param name="loads">Knows the packages and their order.</param>
    /// <returns>False when a package has no counter that ever gave a value, or when the zones do not add up to the component.</returns>
    public bool TrySum(ReadOnlySpan<ZoneCounter> counters, Component component, long energy, PackageLoads loads)
    {
        Begin(loads.Packages.Length);
        var rest = energy;
        foreach (var counter in counters)
        {
            if (counter.CountsAs != component || !counter.HasValue || loads.PlaceOf(counter.Zone.Package) is not (var place and >= 0)) continue;
            _hasCounter[place] = true;
            _energy[place] += counter.Interval.Microjoules;
            rest -= counter.Interval.Microjoules;
        }

        Elsewhere = rest;
        return rest >= 0 && !_hasCounter.AsSpan().Contains(false);
    }

    private void Begin(int count)
    {
        if (_energy.Length != count) (_energy, _hasCounter) = (new long[count], new bool[count]);
        Array.Clear(_energy);
        Array.Clear(_hasCounter);
    }
}
