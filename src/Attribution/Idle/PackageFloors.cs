using System.Collections.Immutable;
using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Idle;

/// <summary>How the idle energy of each component is parted over the packages, on hosts with several; it begins with what was learned before. One thread.</summary>
internal sealed class PackageFloors
{
    private readonly PackageIdle[] _idle = new PackageIdle[Components.Count];

    /// <summary>Begins with what was learned before.</summary>
    /// <param name="learned">What was learned before a restart.</param>
    public PackageFloors(ImmutableArray<LearnedFloor> learned)
    {
        foreach (var component in Components.All) _idle[(int)component] = new PackageIdle();
        foreach (var floor in learned) _idle[(int)floor.Component].Remember(floor.Packages, floor.PackageSeconds);
    }

    /// <summary>The packages of one component.</summary>
    /// <param name="component">The component.</param>
    /// <returns>Always the same.</returns>
    public PackageIdle this[Component component] => _idle[(int)component];
}
