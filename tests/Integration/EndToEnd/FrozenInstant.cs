using Wattshare.Fixtures.Lab;
using Wattshare.Fixtures.Simulator;

namespace Wattshare.Integration.EndToEnd;

/// <summary>
/// What everyone says while the meter stands still. Nobody is late then, so that values which travel at different speeds (the
/// exporter, the share, a guest's reader, the program in a guest) can be compared with equality.
/// </summary>
/// <param name="Truth">What the host really used.</param>
/// <param name="Metrics">The exporter's scrape.</param>
/// <param name="Shares">The counter in the share of each guest in microjoules, by the guest's name, as read on the host.</param>
/// <param name="GuestMetrics">What the program in the busy guest says.</param>
public sealed record FrozenInstant(
    EnergyTruth Truth,
    MetricsText Metrics,
    IReadOnlyDictionary<string, long> Shares,
    MetricsText GuestMetrics);
