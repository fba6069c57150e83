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

    /// <summary>The sum of the weights of all parts.</summary>
    public long TotalWeight => Parts.Sum(static part => part.Weight);

    /// <summary>The pool that a part of level one was cut from.</summary>
    /// <param name="part">The part.</param>
    /// <returns>The pool; without weights where nobody used CPU time.</returns>
    public PoolInfo PoolOf(SplitPart part) => Pools.IsEmpty ? new PoolInfo(ActiveMicrojoules, 0) : Pools[part.Pool];

    /// <summary>Tells whether another component was divided by the same weights, whatever its energy.</summary>
    /// <param name="other">The other division.</param>
    /// <returns>True when every part has the same weight in the same pool.</returns>
    public bool IsLike(ComponentSplit other) =>
        Rule == other.Rule && Pools.Select(WeightsOf).SequenceEqual(other.Pools.Select(WeightsOf)) && Parts.Select(StakeOf).SequenceEqual(other.Parts.Select(StakeOf));

    private static (int? Package, long Total, long Passed) WeightsOf(PoolInfo pool) => (pool.Package, pool.TotalWeight, pool.PassedWeight);

    private static Stake StakeOf(SplitPart part) => new(part.Pool, part.Weight);
}
