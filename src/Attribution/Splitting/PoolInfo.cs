using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Splitting;

/// <summary>An energy that is divided by weights.</summary>
/// <param name="Microjoules">The energy.</param>
/// <param name="TotalWeight">The sum of the weights that divide it.</param>
public readonly record struct PoolInfo(long Microjoules, long TotalWeight)
{
    /// <summary>
    /// The last of the weights, that of all who have their stake in the last pool: the part that it gets is in that pool's energy. 0 for the
    /// last pool itself.
    /// </summary>
    public long PassedWeight { get; init; }

    /// <summary>What is passed on to the last pool, in microjoules; all of it where there is no weight at all.</summary>
    public long PassedMicrojoules => TotalWeight == 0
        ? Microjoules
        : Microjoules - Apportioner.UpTo(checked((ulong)Microjoules), (ulong)(TotalWeight - PassedWeight), (ulong)TotalWeight);

    /// <summary>The idle energy of the package, which was taken out before, in microjoules.</summary>
    public long IdleMicrojoules { get; init; }

    /// <summary>The package whose energy it is, or null when it is not that of one package.</summary>
    public int? Package { get; init; }

    /// <summary>The memory traffic in bytes by which the energy was put into the pool, or null where that is not the rule.</summary>
    public long? Bytes { get; init; }

    /// <summary>The group, or the outermost one of the container, whose traffic it is, or null for that of all others.</summary>
    public GroupInfo? Monitored { get; init; }
}
