using System.Collections.Immutable;
using Wattshare.Attribution.Idle;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Uncertainty;

namespace Wattshare.Attribution;

/// <summary>The operator's choices that the split depends on. Immutable.</summary>
public sealed record AttributionRules
{
    /// <summary>Who carries idle energy.</summary>
    public IdlePolicy IdlePolicy { get; init; } = IdlePolicy.ByReservation;

    /// <summary>The idle power of the packages in microwatts, or null to learn it (or take the source's own figure).</summary>
    public long? IdleMicrowatts { get; init; }

    /// <summary>What was learned of idle power before a restart, of the same hardware.</summary>
    public ImmutableArray<LearnedFloor> LearnedFloors { get; init; } = [];

    /// <summary>How many processes have rows of their own: 0 none, <see cref="int.MaxValue"/> every one.</summary>
    public int ProcessLimit { get; init; } = 100;

    /// <summary>How long an ended virtual machine or container keeps its own row.</summary>
    public TimeSpan EndedRetention { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The exporter's own process, whose energy is shown as the cost of measuring; null when it is not among the sampled ones.</summary>
    public ProcessKey? Self { get; init; }

    /// <summary>How far sources of energy and rules of the split may be off. It changes no energy.</summary>
    public UncertaintyRules Uncertainty { get; init; } = new();
}
