using System.Collections.Immutable;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Splitting;

namespace Wattshare.Attribution.Tracing;

/// <summary>How the active energy of one component was divided.</summary>
/// <param name="Component">The component.</param>
/// <param name="ActiveMicrojoules">What was divided.</param>
/// <param name="CoveredNanoseconds">The time that the component's energy was drawn in.</param>
/// <param name="Parts">The parts of level one, in the order in which they were asked for. They add up to <paramref name="ActiveMicrojoules"/>.</param>
public sealed record ComponentSplit(Component Component, long ActiveMicrojoules, long CoveredNanoseconds, IReadOnlyList<SplitPart> Parts)
{
    /// <summary>The rule of level one.</summary>
    public ActiveRule Rule { get; init; }

    /// <summary>What the energy was put into at level one; empty when nobody used CPU time.</summary>
    public ImmutableArray<PoolInfo> Pools { get; init; } = [];

    /// <summary>The sum of all weights.</summary>
    public long TotalWeight => Pools.Sum(static pool => pool.TotalWeight);
}
