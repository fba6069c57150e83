using System.Collections.Concurrent;
using System.Diagnostics;

namespace Wattshare.Fixtures.Lab;

/// <summary>A program that runs beside a test: its output is kept, and it does not outlive the test. Members may be called from any thread.</summary>
public sealed class LabProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly string _name;

    private LabProcess(ProcessStartInfo start)
    {
        _name = Path.GetFileName(start.FileName);
        _process = new() { StartInfo = start };
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.Start();
        Id = _process.Id;
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        AppDomain.CurrentDomain.ProcessExit += KillAtExit;
    }

    /// <summary>The process id.</summary>
    public int Id { get; }

    /// <summary>Whether it ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>What it wrote so far, standard output and error together, a line each.</summary>
    public IReadOnlyList<string> Output => [.. _output];

    /// <summary>What it wrote so far, as one text.</summary>
    public string OutputText => string.Join('\n', _output);

    /// <summary>Starts a program with no input.</summary>
    /// <param name="file">The program, looked up in PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables to set beside those of the test, or null.</param>
    /// <returns>The running program.</returns>
    public static LabProcess Start(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The program takes options from variables with this prefix; a test has those that it gives, whoever runs it.
        foreach (var key in start.Environment.Keys.Where(key => key.StartsWith("WATTSHARE_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(key);
        foreach (var (key, value) in environment ?? new Dictionary<string, string>()) start.Environment[key] = value;
        return new(start);
    }

    /// <summary>Sends a signal; nothing happens when the process ended already.</summary>
    /// <param name="signal">The signal.</param>
    public void Send(Signal signal)
    {
        // The runtime reaps a child in the background; a pid is only used again after that, and HasExited is true then.
        if (!_process.HasExited) _ = NativeCalls.Kill(Id, (int)signal);
    }

    /// <summary>Waits for the end, and for the end of the output.</summary>
    /// <param name="timeout">How long.</param>
    /// <returns>The exit code; 128 + n after signal n.</returns>
    /// <exception cref="TimeoutException">It still runs.</exception>
    public async Task<int> WaitForExitAsync(TimeSpan timeout)
    {
        using var cancellation = new CancellationTokenSource(timeout);
        try
        {
            await _process.WaitForExitAsync(cancellation.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{_name} still runs after {timeout}. Its output:\n{OutputText}");
        }

        return _process.ExitCode;
    }

    /// <summary>Asks the process to end, and ends it when it does not.</summary>
    /// <param name="patience">How long it may take.</param>
    /// <returns>A task that ends with the process.</returns>
    public async Task StopAsync(TimeSpan patience)
    {
        Send(Signal.Terminate);
        try
        {
            await WaitForExitAsync(patience);
        }
        catch (TimeoutException)
        {
            Send(Signal.Kill);
            await WaitForExitAsync(TimeSpan.FromSeconds(10));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillAtExit;
        Send(Signal.Kill);
        await WaitForExitAsync(TimeSpan.FromSeconds(10));
        _process.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs arguments)
    {
        if (arguments.Data is { } line) _output.Enqueue(line);
    }

    private void KillAtExit(object? sender, EventArgs arguments) => Send(Signal.Kill);
}
