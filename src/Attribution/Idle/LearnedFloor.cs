using System.Collections.Immutable;
using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Idle;

/// <summary>What was learned of the idle power of a component: enough to go on from there after a restart. Immutable.</summary>
/// <param name="Component">The component.</param>
/// <param name="LastObserved">When the last nearly idle second was seen, on the wall clock.</param>
/// <param name="Bins">The powers of the nearly idle seconds, ascending.</param>
public sealed record LearnedFloor(Component Component, DateTimeOffset LastObserved, ImmutableArray<IdlePowerBin> Bins)
{
    /// <summary>What each package drew in those seconds, ascending, what belongs to none last; empty on a host with one package.</summary>
    public ImmutableArray<PackageIdleEnergy> Packages { get; init; } = [];

    /// <summary>How many nearly idle seconds <see cref="Packages"/> were learned from.</summary>
    public double PackageSeconds { get; init; }
}
