using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Reporting;

/// <summary>The rules by which the energy of one component is given out.</summary>
/// <param name="Component">The component.</param>
/// <param name="Active">The rule of the last interval that had active energy to divide.</param>
/// <param name="Idle">The rule for idle energy.</param>
public sealed record AttributionRow(Component Component, ActiveRule Active, IdleRule Idle);
