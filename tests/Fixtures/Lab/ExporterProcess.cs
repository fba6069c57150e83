using System.Diagnostics;
using System.Net;

namespace Wattshare.Fixtures.Lab;

/// <summary>The program, started as a user starts it, on a free port of the loopback address.</summary>
public sealed class ExporterProcess : IAsyncDisposable
{
    private readonly LabProcess _process;
    private readonly HttpClient _client;

    private ExporterProcess(LabProcess process, int port)
    {
        _process = process;
        Port = port;
        _client = new() { BaseAddress = new($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(10) };
    }

    /// <summary>Its port.</summary>
    public int Port { get; }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>What it logged so far.</summary>
    public string Log => _process.OutputText;

    /// <summary>What it logged so far, a line each.</summary>
    public IReadOnlyList<string> LogLines => _process.Output;

    /// <summary>Starts the program that was built with the tests.</summary>
    /// <param name="arguments">Its options.</param>
    /// <returns>The program, which may not be ready yet.</returns>
    public static ExporterProcess Start(params string[] arguments) => Start(FreePort.Find(), null, arguments);

    /// <summary>Starts the program that was built with the tests.</summary>
    /// <param name="port">Where it listens.</param>
    /// <param name="environment">Variables to set, or null.</param>
    /// <param name="arguments">Its options.</param>
    /// <returns>The program, which may not be ready yet.</returns>
    public static ExporterProcess Start(int port, IReadOnlyDictionary<string, string>? environment, params string[] arguments) =>
        new(StartProgram(environment, [.. arguments, $"--web.listen-address=127.0.0.1:{port}"]), port);

    /// <summary>Starts the program with exactly these arguments.</summary>
    /// <param name="environment">Variables to set, or null.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>The process.</returns>
    public static LabProcess StartProgram(IReadOnlyDictionary<string, string>? environment, params string[] arguments) =>
        StartProgram(environment, RepositoryPaths.BuiltProgram, arguments);

    /// <summary>Starts a program with the environment that the exporter needs, for one that starts the exporter in turn.</summary>
    /// <param name="environment">Variables to set, or null.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>The process.</returns>
    public static LabProcess StartProgram(IReadOnlyDictionary<string, string>? environment, string program, IEnumerable<string> arguments)
    {
        // The program finds the runtime as its users' does, but tests may run on an SDK that is in no standard place.
        var runtime = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory()))!;
        var variables = new Dictionary<string, string>(environment ?? new Dictionary<string, string>())
        {
            ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(runtime, "..", "..")),
        };
        return LabProcess.Start(program, arguments, variables);
    }

    /// <summary>Waits until it has its first complete interval.</summary>
    /// <returns>A task that ends when <c>/-/ready</c> answers 200.</returns>
    public Task WaitReadyAsync() => Poll.UntilAsync(
        async () =>
        {
            if (_process.HasExited) throw new InvalidOperationException($"The exporter ended before it was ready. Its log:\n{Log}");
            using var answer = await _client.GetAsync("/-/ready");
            return answer.StatusCode == HttpStatusCode.OK;
        },
        TimeSpan.FromSeconds(60),
        () => $"the exporter to be ready. Its log:\n{Log}");

    /// <summary>Fetches the metrics.</summary>
    /// <returns>The text.</returns>
    public Task<string> ScrapeTextAsync() => _client.GetStringAsync(new Uri("/metrics", UriKind.Relative));

    /// <summary>Fetches the metrics and parses them strictly.</summary>
    /// <returns>The parsed metrics.</returns>
    public async Task<MetricsText> ScrapeAsync() => MetricsText.Parse(await ScrapeTextAsync());

    /// <summary>Sends SIGTERM and waits for the end.</summary>
    /// <returns>The exit code, and the time that it took.</returns>
    public async Task<(int ExitCode, TimeSpan Duration)> TerminateAsync()
    {
        var begin = Stopwatch.GetTimestamp();
        _process.Send(Signal.Terminate);
        var code = await _process.WaitForExitAsync(TimeSpan.FromSeconds(30));
        return (code, Stopwatch.GetElapsedTime(begin));
    }

    /// <summary>Sends SIGKILL and waits for the end.</summary>
    /// <returns>A task that ends with the process.</returns>
    public Task KillAsync()
    {
        _process.Send(Signal.Kill);
        return _process.WaitForExitAsync(TimeSpan.FromSeconds(30));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync();
    }
}
