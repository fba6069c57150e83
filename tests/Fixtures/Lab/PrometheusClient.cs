using System.Globalization;
using System.Text.Json;

namespace Wattshare.Fixtures.Lab;

/// <summary>Asks a Prometheus that runs somewhere.</summary>
public sealed class PrometheusClient : IDisposable
{
    private readonly HttpClient _client;

    /// <summary>Makes a client; nothing is asked yet.</summary>
    /// <param name="address">Where the server listens.</param>
    public PrometheusClient(Uri address) => _client = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Whether it answers questions.</summary>
    /// <returns>False while it starts.</returns>
    public async Task<bool> IsReadyAsync()
    {
        using var answer = await _client.GetAsync(new Uri("/-/ready", UriKind.Relative));
        return answer.IsSuccessStatusCode;
    }

    /// <summary>Evaluates an expression as it was at an instant.</summary>
    /// <param name="expression">PromQL with an instant vector or a scalar as its result.</param>
    /// <param name="instant">When.</param>
    /// <returns>The elements; a scalar is one without labels.</returns>
    /// <exception cref="InvalidOperationException">Prometheus refuses the expression.</exception>
    public async Task<IReadOnlyList<PrometheusSample>> QueryAsync(string expression, DateTimeOffset instant)
    {
        var time = (instant.ToUnixTimeMilliseconds() / 1e3).ToString("F3", CultureInfo.InvariantCulture);
        var data = await AskAsync($"query?time={time}&query={Uri.EscapeDataString(expression)}");
        var result = data.GetProperty("result");
        return data.GetProperty("resultType").GetString() == "scalar"
            ? [new(new Dictionary<string, string>(), Number(result))]
            : [.. result.EnumerateArray().Select(Sample)];
    }

    /// <summary>The rules that it has loaded.</summary>
    /// <returns>Each one of every group.</returns>
    public async Task<IReadOnlyList<PrometheusRule>> RulesAsync()
    {
        var data = await AskAsync("rules");
        return [.. data.GetProperty("groups").EnumerateArray().SelectMany(group => group.GetProperty("rules").EnumerateArray()).Select(PrometheusRule.Parse)];
    }

    /// <summary>What it scrapes, and how the last scrape ended.</summary>
    /// <returns>Every target.</returns>
    public async Task<IReadOnlyList<PrometheusTarget>> TargetsAsync() =>
        [.. (await AskAsync("targets")).GetProperty("activeTargets").EnumerateArray().Select(PrometheusTarget.Parse)];

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<JsonElement> AskAsync(string what)
    {
        using var answer = await _client.GetAsync(new Uri($"/api/v1/{what}", UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonElement.Parse(text).GetProperty("data")
            : throw new InvalidOperationException($"{what}: {text}");
    }

    private static PrometheusSample Sample(JsonElement element) => new(
        element.GetProperty("metric").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString() ?? ""),
        Number(element.GetProperty("value")));

    private static double Number(JsonElement timeAndValue) => timeAndValue[1].GetString() switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        { } text => double.Parse(text, CultureInfo.InvariantCulture),
        null => throw new FormatException("A sample has no value."),
    };
}
