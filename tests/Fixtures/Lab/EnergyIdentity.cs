namespace Wattshare.Fixtures.Lab;

/// <summary>
/// The identity of the public contract, in exact decimal arithmetic:
/// <code>
/// host = idle + unattributed + system + Σ vm(active + idle) + Σ container(active + idle)
/// Σ process + process_other = system + Σ vm(active) + Σ container(active)
/// </code>
/// </summary>
public static class EnergyIdentity
{
    /// <summary>Checks both equations for every component of a scrape.</summary>
    /// <param name="metrics">The scrape.</param>
    /// <returns>A sentence for each equation that does not hold; empty when all do.</returns>
    public static IReadOnlyList<string> Violations(MetricsText metrics)
    {
        var components = metrics.Samples
            .Where(sample => sample.Name.StartsWith("wattshare_", StringComparison.Ordinal) && sample.Name.EndsWith("_energy_joules_total", StringComparison.Ordinal))
            .Select(sample => sample["component"])
            .Where(component => component.Length > 0)
            .Distinct();
        return [.. components.SelectMany(component => Check(metrics, component))];
    }

    private static IEnumerable<string> Check(MetricsText metrics, string component)
    {
        decimal Sum(string what, params (string Label, string Value)[] labels) =>
            metrics.Sum($"wattshare_{what}_energy_joules_total", [.. labels, ("component", component)]);

        decimal host = Sum("host"), system = Sum("system"), parts = Sum("idle") + Sum("unattributed") + system + Sum("vm") + Sum("container");
        if (host != parts) yield return $"{component}: host {host} J is not idle + unattributed + system + vm + container {parts} J";

        decimal processes = Sum("process") + Sum("process_other"), active = system + Sum("vm", ("mode", "active")) + Sum("container", ("mode", "active"));
        if (processes != active) yield return $"{component}: process + process_other {processes} J is not system + vm(active) + container(active) {active} J";
    }
}
