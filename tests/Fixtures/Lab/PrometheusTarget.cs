using System.Text.Json;

namespace Wattshare.Fixtures.Lab;

/// <summary>A target of Prometheus.</summary>
/// <param name="Job">The name of its job.</param>
/// <param name="Health"><c>up</c>, <c>down</c>, or <c>unknown</c> before its first scrape.</param>
/// <param name="LastError">Why its last scrape failed, in the words that an operator sees; empty when it did not.</param>
public sealed record PrometheusTarget(string Job, string Health, string LastError)
{
    /// <summary>Reads one element of <c>/api/v1/targets</c>.</summary>
    /// <param name="element">The element.</param>
    /// <returns>The target.</returns>
    public static PrometheusTarget Parse(JsonElement element) => new(
        element.GetProperty("labels").GetProperty("job").GetString()!, element.GetProperty("health").GetString()!, element.GetProperty("lastError").GetString()!);
}
