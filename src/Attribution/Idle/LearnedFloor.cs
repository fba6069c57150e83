using System.Collections.Immutable;
using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Idle;

/// <summary>What was learned of the idle power of a component: enough to go on from there after a restart. Immutable.</summary>
/// <param name="Component">The component.</param>
/// <param name="LastObserved">When the last nearly idle second was seen, on the wall clock.</param>
/// <param name="Bins">The powers of the nearly idle seconds, ascending.</param>
public sealed record LearnedFloor(Component Component, DateTimeOffset LastObserved, ImmutableArray<IdlePowerBin> Bins)
{
    /// <summary>
    /// Of which zones it is: a number that is the same for the same zones in every run, and another for others. 0 when that is not told: then it
    /// is taken to be of the zones that count first.
    /// </summary>
    public ulong Zones { get; init; }

    /// <summary>What each package drew in those seconds, ascending, what belongs to none last; empty on a host with one package.</summary>
    public ImmutableArray<PackageIdleEnergy> Packages { get; init; } = [];

    /// <summary>How many nearly idle seconds <see cref="Packages"/> were learned from.</summary>
    public double PackageSeconds { get; init; }
}
