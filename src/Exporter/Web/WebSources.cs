using Wattshare.Exporter.Exposition;
using Wattshare.Exporter.Sampling;
using Wattshare.Exporter.Sensors;
using Wattshare.Exporter.Web.History;

namespace Wattshare.Exporter.Web;

/// <summary>What the pages show. All of it is read from memory.</summary>
/// <param name="Latest">The published report.</param>
/// <param name="Metrics">What is not in the report.</param>
/// <param name="Time">The clock.</param>
/// <param name="Waiting">
/// Says in one clause what the exporter waits for, or null when it waits for nothing of its own; for the guest, the share. Called for
/// each request on any thread; must not block.
/// </param>
internal sealed record WebSources(Latest Latest, MetricsSources Metrics, TimeProvider Time, Func<string?>? Waiting = null)
{
    /// <summary>
    /// What the sensors said of themselves at the start. Sensors belong to the sampling thread from then on, so that nothing newer is known
    /// than the state of their zones, which is in the report.
    /// </summary>
    public IReadOnlyList<SensorFinding> Findings { get; init; } = [];

    /// <summary>The last minutes of power; its keeper fills it.</summary>
    public PowerHistory History { get; init; } = new();
}
