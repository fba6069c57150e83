using System.Collections.Immutable;

namespace Wattshare.Attribution.Reporting;

/// <summary>How often the power of a step was within which bounds, since the program began. Immutable.</summary>
/// <param name="Counts">One count for each bucket, not cumulated; the last is of those above every bound.</param>
/// <param name="Count">How many steps there were.</param>
/// <param name="SumMilliwatts">The sum of the powers of all steps in milliwatts, each rounded.</param>
public sealed record PowerDistribution(ImmutableArray<long> Counts, long Count, long SumMilliwatts)
{
    /// <summary>The upper bounds of the buckets in microwatts, ascending and inclusive, without the infinite one.</summary>
    public static ImmutableArray<long> BoundsMicrowatts { get; } =
    [
        1_000_000, 2_500_000, 5_000_000, 10_000_000, 25_000_000, 50_000_000, 75_000_000, 100_000_000, 150_000_000, 200_000_000, 300_000_000,
        500_000_000, 750_000_000, 1_000_000_000, 1_500_000_000, 2_500_000_000, 5_000_000_000,
    ];
}
