using System.Collections.Immutable;
using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Idle;

/// <summary>What was learned of the idle power of a component: enough to go on from there after a restart. Immutable.</summary>
/// <param name="Component">The component.</param>
/// <param name="LastObserved">When the last nearly idle second was seen, on the wall clock.</param>
/// <param name="Bins">The powers of the nearly idle seconds, ascending.</param>
public sealed record LearnedFloor(Component Component, DateTimeOffset LastObserved, ImmutableArray<IdlePowerBin> Bins);
