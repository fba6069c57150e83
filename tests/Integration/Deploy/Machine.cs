using System.Globalization;
using Wattshare.Fixtures.Lab;

namespace Wattshare.Integration.Deploy;

/// <summary>A Debian system that runs beside the host: its own systemd is process 1 of its own namespaces; the network is the host's. See tests/lab/machine.</summary>
internal sealed class Machine : IAsyncDisposable
{
    private const string Announcement = "MACHINE pid=";

    private readonly LabDirectory _directory;
    private LabProcess? _process;
    private string _first = "";

    private Machine(LabDirectory directory) => _directory = directory;

    /// <summary>What it wrote on its console so far.</summary>
    public string Console => _process?.OutputText ?? "";

    /// <summary>Unpacks a system, which is not started yet.</summary>
    /// <returns>The system.</returns>
    public static async Task<Machine> UnpackAsync()
    {
        var machine = new Machine(new("machine"));
        var archive = await LabTool.MustRunAsync(Path.Combine(RepositoryPaths.LabScripts, "root"), RepositoryPaths.Cache);
        await LabTool.MustRunAsync("tar", "-C", machine._directory.Make("root"), "--numeric-owner", "-xf", archive);
        return machine;
    }

    /// <summary>A path in the system, seen from the host.</summary>
    /// <param name="parts">Names below its root.</param>
    /// <returns>The full path.</returns>
    public string At(params string[] parts) => _directory.At(["root", .. parts]);

    /// <summary>Starts it and waits until it has booted.</summary>
    /// <returns>A task that ends then.</returns>
    public async Task BootAsync()
    {
        _process = LabProcess.Start(Path.Combine(RepositoryPaths.LabScripts, "machine"), [At()]);
        _first = await Poll.ForAsync(
            () => Task.FromResult(_process.Output.FirstOrDefault(line => line.StartsWith(Announcement, StringComparison.Ordinal))?[Announcement.Length..]),
            TimeSpan.FromSeconds(30),
            () => $"the machine to start:\n{Console}");
        await Poll.UntilAsync(
            async () => (await RunAsync("systemctl", "is-system-running")).Output.Trim() is "running" or "degraded",
            TimeSpan.FromSeconds(60),
            () => $"the machine to boot:\n{Console}");
    }

    /// <summary>Runs a program in it, as root.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <returns>What it left.</returns>
    public Task<ToolResult> RunAsync(params string[] command) => LabTool.RunAsync(
        "nsenter", ["--target", _first, "--mount", "--uts", "--ipc", "--pid", "--cgroup", "--", "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C", .. command]);

    /// <summary>Runs a program in it that has to succeed.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <returns>Its standard output without white space around it.</returns>
    public async Task<string> MustRunAsync(params string[] command)
    {
        var result = await RunAsync(command);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', command)}: exit code {result.ExitCode.ToString(CultureInfo.InvariantCulture)}\n{result.Output}{result.Errors}");
        return result.Output.Trim();
    }

    /// <summary>A property of a unit, as systemctl shows it.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="property">The property.</param>
    /// <returns>Its value.</returns>
    public Task<string> ShowAsync(string unit, string property) => MustRunAsync("systemctl", "show", "--value", "--property", property, unit);

    /// <summary>The files with the product's name. What tests put into <c>/srv</c> and what dpkg and the journal have written down is theirs.</summary>
    /// <returns>Their paths, a line each.</returns>
    public Task<string> LeftoversAsync() => MustRunAsync(
        "find", "/", "/run", "-xdev", "(", "-path", "/srv", "-o", "-path", "/var/log", "-o", "-path", "/proc", "-o", "-path", "/sys", ")", "-prune",
        "-o", "-name", "*wattshare*", "-print");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.StopAsync(TimeSpan.FromSeconds(20));
            await _process.DisposeAsync();
        }

        _directory.Dispose();
    }
}
