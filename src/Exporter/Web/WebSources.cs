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
    /// What the sensors say of themselves. Sensors belong to the sampling thread, so this is what they said when the state of a zone changed
    /// last. Called for each snapshot on any thread; must not block.
    /// </summary>
    public Func<IReadOnlyList<SensorFinding>> Findings { get; init; } = static () => [];

    /// <summary>The last minutes of power; its keeper fills it.</summary>
    public PowerHistory History { get; init; } = new();
}
