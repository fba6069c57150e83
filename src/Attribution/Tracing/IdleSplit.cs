using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Attribution.Tracing;

/// <summary>How the idle energy of one component was given out.</summary>
/// <param name="Component">The component.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Microjoules">What was given out.</param>
/// <param name="TotalWeight">
/// The sum of all weights, with what nobody carries, in thousandths of a hardware thread, nanoseconds or units of 1024 bytes by the rule; 0 when
/// nobody carries any.
/// </param>
/// <param name="Parts">Who carries, in the order in which they were asked for; what is left stays with the host.</param>
public sealed record IdleSplit(Component Component, IdleRule Rule, long Microjoules, long TotalWeight, IReadOnlyList<SplitPart> Parts);
