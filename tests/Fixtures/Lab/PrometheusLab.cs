namespace Wattshare.Fixtures.Lab;

/// <summary>A real Prometheus that scrapes given addresses once a second and answers queries.</summary>
public sealed class PrometheusLab : IAsyncDisposable
{
    private readonly LabDirectory _directory;
    private readonly LabProcess _process;
    private readonly PrometheusClient _client;

    private PrometheusLab(LabDirectory directory, string configuration)
    {
        var port = FreePort.Find();
        _directory = directory;
        _process = LabProcess.Start("prometheus", [
            $"--config.file={configuration}", $"--storage.tsdb.path={directory.At("data")}", $"--web.listen-address=127.0.0.1:{port}"]);
        _client = new(new($"http://127.0.0.1:{port}"));
    }

    /// <summary>Starts it without rules and waits until it is ready.</summary>
    /// <param name="targets">Addresses as <c>127.0.0.1:19288</c>.</param>
    /// <returns>The running server.</returns>
    public static Task<PrometheusLab> StartAsync(params string[] targets) => StartAsync([], targets);

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="rules">Rule files; groups without an interval of their own are evaluated every five seconds.</param>
    /// <param name="targets">Addresses as <c>127.0.0.1:19288</c>.</param>
    /// <returns>The running server.</returns>
    public static async Task<PrometheusLab> StartAsync(IEnumerable<string> rules, params string[] targets)
    {
        var directory = new LabDirectory("prom");
        var addresses = string.Join(", ", targets.Select(target => $"'{target}'"));
        await File.WriteAllTextAsync(directory.At("prometheus.yml"), $"""
            global:
              scrape_interval: 1s
              scrape_timeout: 1s
              evaluation_interval: 5s
            rule_files: [{string.Join(", ", rules.Select(file => $"'{file}'"))}]
            scrape_configs:
              - job_name: lab
                static_configs:
                  - targets: [{addresses}]

            """);
        return await new PrometheusLab(directory, directory.At("prometheus.yml")).ReadyAsync();
    }

    /// <summary>Starts it with a configuration of one's own and waits until it is ready.</summary>
    /// <param name="configuration">The file; paths in it are relative to its folder.</param>
    /// <returns>The running server.</returns>
    public static Task<PrometheusLab> StartConfiguredAsync(string configuration) => new PrometheusLab(new("prom"), configuration).ReadyAsync();

    /// <summary>Evaluates an expression now.</summary>
    /// <param name="expression">PromQL with an instant vector or a scalar as its result.</param>
    /// <returns>The elements; a scalar is one without labels.</returns>
    /// <exception cref="InvalidOperationException">Prometheus refuses the expression.</exception>
    public Task<IReadOnlyList<PrometheusSample>> QueryAsync(string expression) => QueryAsync(expression, DateTimeOffset.UtcNow);

    /// <summary>Evaluates an expression as it was at an instant.</summary>
    /// <param name="expression">PromQL with an instant vector or a scalar as its result.</param>
    /// <param name="instant">When.</param>
    /// <returns>The elements; a scalar is one without labels.</returns>
    /// <exception cref="InvalidOperationException">Prometheus refuses the expression.</exception>
    public Task<IReadOnlyList<PrometheusSample>> QueryAsync(string expression, DateTimeOffset instant) => _client.QueryAsync(expression, instant);

    /// <summary>The rules that it has loaded.</summary>
    /// <returns>Each one of every group.</returns>
    public Task<IReadOnlyList<PrometheusRule>> RulesAsync() => _client.RulesAsync();

    /// <summary>What it scrapes, and how the last scrape ended.</summary>
    /// <returns>Every target.</returns>
    public Task<IReadOnlyList<PrometheusTarget>> TargetsAsync() => _client.TargetsAsync();

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

    private async Task<PrometheusLab> ReadyAsync()
    {
        await Poll.UntilAsync(_client.IsReadyAsync, TimeSpan.FromSeconds(60), () => $"Prometheus to be ready. Its log:\n{_process.OutputText}");
        return this;
    }
}
