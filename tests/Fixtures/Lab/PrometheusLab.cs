using System.Globalization;
using System.Text.Json;

namespace Wattshare.Fixtures.Lab;

/// <summary>A real Prometheus that scrapes given addresses once a second and answers queries.</summary>
public sealed class PrometheusLab : IAsyncDisposable
{
    private readonly LabDirectory _directory;
    private readonly LabProcess _process;
    private readonly HttpClient _client;

    private PrometheusLab(LabDirectory directory, LabProcess process, int port)
    {
        _directory = directory;
        _process = process;
        _client = new() { BaseAddress = new($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(30) };
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="targets">Addresses as <c>127.0.0.1:19288</c>.</param>
    /// <returns>The running server.</returns>
    public static async Task<PrometheusLab> StartAsync(params string[] targets)
    {
        var directory = new LabDirectory("prom");
        var port = FreePort.Find();
        var addresses = string.Join(", ", targets.Select(target => $"'{target}'"));
        await File.WriteAllTextAsync(directory.At("prometheus.yml"), $"""
            global:
              scrape_interval: 1s
              scrape_timeout: 1s
            scrape_configs:
              - job_name: lab
                static_configs:
                  - targets: [{addresses}]

            """);
        var process = LabProcess.Start("prometheus", [
            $"--config.file={directory.At("prometheus.yml")}", $"--storage.tsdb.path={directory.At("data")}", $"--web.listen-address=127.0.0.1:{port}"]);
        var lab = new PrometheusLab(directory, process, port);
        await Poll.UntilAsync(
            async () => (await lab._client.GetAsync(new Uri("/-/ready", UriKind.Relative))).IsSuccessStatusCode,
            TimeSpan.FromSeconds(60),
            () => $"Prometheus to be ready. Its log:\n{process.OutputText}");
        return lab;
    }

    /// <summary>Evaluates an expression now.</summary>
    /// <param name="expression">PromQL with an instant vector or a scalar as its result.</param>
    /// <returns>The elements; a scalar is one without labels.</returns>
    /// <exception cref="InvalidOperationException">Prometheus refuses the expression.</exception>
    public async Task<IReadOnlyList<PrometheusSample>> QueryAsync(string expression)
    {
        using var answer = await _client.GetAsync(new Uri("/api/v1/query?query=" + Uri.EscapeDataString(expression), UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{expression}: {text}");
        using var document = JsonDocument.Parse(text);
        var data = document.RootElement.GetProperty("data");
        var result = data.GetProperty("result");
        return data.GetProperty("resultType").GetString() == "scalar"
            ? [new(new Dictionary<string, string>(), Number(result))]
            : [.. result.EnumerateArray().Select(Sample)];
    }

    /// <summary>Runs <c>promtool check metrics</c>.</summary>
    /// <param name="text">What <c>/metrics</c> answered.</param>
    /// <returns>Its exit code, which is 0 for a clean text, and what it found.</returns>
    public static Task<ToolResult> CheckMetricsAsync(string text) => LabTool.RunAsync("promtool", ["check", "metrics"], text);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.StopAsync(TimeSpan.FromSeconds(10));
        await _process.DisposeAsync();
        _directory.Dispose();
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
