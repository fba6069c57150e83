using System.Text.Json;

namespace Wattshare.Fixtures.Lab;

/// <summary>A rule that Prometheus has loaded.</summary>
/// <param name="Name">The recorded metric, or the name of the alert.</param>
/// <param name="Alerts">Whether it is an alert and no recording rule.</param>
/// <param name="Expression">Its PromQL.</param>
/// <param name="Error">What went wrong at its last evaluation, or nothing.</param>
/// <param name="Health"><c>ok</c>, <c>err</c>, or <c>unknown</c> until it is evaluated for the first time.</param>
public sealed record PrometheusRule(string Name, bool Alerts, string Expression, string Error, string Health)
{
    internal static PrometheusRule Parse(JsonElement rule) => new(
        rule.GetProperty("name").GetString()!,
        rule.GetProperty("type").GetString() == "alerting",
        rule.GetProperty("query").GetString()!,
        rule.TryGetProperty("lastError", out var error) ? error.GetString()! : "",
        rule.GetProperty("health").GetString()!);
}
