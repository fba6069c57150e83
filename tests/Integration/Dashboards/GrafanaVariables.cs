namespace Wattshare.Integration.Dashboards;

/// <summary>Puts values in the place of Grafana's variables, as Grafana does before it asks.</summary>
/// <param name="RateInterval">The window of rates.</param>
/// <param name="Range">The time that the dashboard shows.</param>
/// <param name="Host">The one instance, where a dashboard has one.</param>
/// <param name="Instances">The chosen instances, a pattern, where it can have many.</param>
/// <param name="Vms">The chosen VMs, a pattern.</param>
internal sealed record GrafanaVariables(string RateInterval, string Range, string Host, string Instances = ".*", string Vms = ".*")
{
    /// <summary>Fills an expression in: the one component and host that there are, and "All" for what else can be many.</summary>
    /// <param name="expression">A query of a panel or a variable.</param>
    /// <returns>PromQL.</returns>
    public string Fill(string expression) => expression
        .Replace("$__rate_interval", RateInterval, StringComparison.Ordinal)
        .Replace("$__range", Range, StringComparison.Ordinal)
        .Replace("=\"$component\"", "=\"cpu\"", StringComparison.Ordinal)
        .Replace("=\"$instance\"", $"=\"{Host}\"", StringComparison.Ordinal)
        .Replace("$component", ".*", StringComparison.Ordinal)
        .Replace("$instance", Instances, StringComparison.Ordinal)
        .Replace("$namespace", ".*", StringComparison.Ordinal)
        .Replace("$vm", Vms, StringComparison.Ordinal);
}
