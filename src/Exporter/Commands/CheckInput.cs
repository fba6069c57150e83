using Wattshare.Exporter.Sensors;

namespace Wattshare.Exporter.Commands;

/// <summary>What <c>wattshare check</c> reports on.</summary>
/// <param name="Findings">What the sensors say, in the order of preference of the sensors.</param>
/// <param name="Facts">What there is to know about the host.</param>
internal sealed record CheckInput(IReadOnlyList<SensorFinding> Findings, IReadOnlyList<CheckFact> Facts);
