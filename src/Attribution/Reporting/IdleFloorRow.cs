using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Reporting;

/// <summary>The idle floor of one component.</summary>
/// <param name="Component">The component.</param>
/// <param name="Source">Where the figure comes from.</param>
/// <param name="Microwatts">The idle power in microwatts, 0 when unknown.</param>
/// <param name="ObservedSeconds">How many seconds of a nearly idle host the figure was learned from.</param>
public sealed record IdleFloorRow(Component Component, IdleFloorSource Source, long Microwatts, double ObservedSeconds);
