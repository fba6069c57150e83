using System.Formats.Tar;

namespace Wattshare.Fixtures.Lab;

/// <summary>
/// A private Docker engine with its own containerd, beside whatever else runs on the machine: no network, no image registry, the
/// plain vfs store, and one image that holds busybox. Needs root. Everything it started or mounted is gone after it is disposed.
/// </summary>
public sealed class DockerLab : IAsyncDisposable
{
    private const string Image = "wattshare-lab";

    private readonly LabDirectory _directory = new("docker");
    private readonly List<DockerContainer> _containers = [];
    private readonly bool _cgroupsWereThere = DockerCgroups.Exist;
    private readonly DockerApi _api;
    private readonly Stack<LabProcess> _daemons = new();

    private DockerLab()
    {
        SocketPath = _directory.At("docker.sock");
        _api = new(SocketPath);
    }

    /// <summary>The engine's socket.</summary>
    public string SocketPath { get; }

    /// <summary>Starts an engine and imports the image.</summary>
    /// <returns>The engine, ready to run containers.</returns>
    public static async Task<DockerLab> StartAsync()
    {
        var lab = new DockerLab();
        try
        {
            await lab.StartEngineAsync();
            await lab.ImportBusyboxAsync();
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a container without a network.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="command">Its command line; <c>/bin/busybox</c> is all there is.</param>
    /// <returns>The running container.</returns>
    public Task<DockerContainer> RunAsync(string name, params string[] command) => RunAsync(name, new Dictionary<string, string>(), command);

    /// <summary>Runs a container without a network.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="command">Its command line; <c>/bin/busybox</c> is all there is.</param>
    /// <returns>The running container.</returns>
    public async Task<DockerContainer> RunAsync(string name, IReadOnlyDictionary<string, string> labels, params string[] command)
    {
        var id = await _api.CreateAsync(name, Image, labels, command);
        _containers.Add(new(name, id, 0));
        await _api.StartAsync(id);
        var container = _containers[^1] = new(name, id, await _api.PidAsync(id));
        return container;
    }

    /// <summary>Runs a container that uses all of one hardware thread.</summary>
    /// <returns>The running container.</returns>
    public Task<DockerContainer> RunBurnerAsync() => RunBurnerAsync(new Dictionary<string, string>());

    /// <summary>Runs a container that uses all of one hardware thread.</summary>
    /// <param name="labels">Its labels.</param>
    /// <returns>The running container.</returns>
    public Task<DockerContainer> RunBurnerAsync(IReadOnlyDictionary<string, string> labels) =>
        RunAsync("burner", labels, "/bin/busybox", "sh", "-c", "while :; do :; done");

    /// <summary>Runs a container that does nothing.</summary>
    /// <returns>The running container.</returns>
    public Task<DockerContainer> RunSleeperAsync() => RunAsync("sleeper", "/bin/busybox", "sleep", "86400");

    /// <summary>Ends and removes a container.</summary>
    /// <param name="container">The container.</param>
    /// <returns>A task that ends when the engine says that it is gone.</returns>
    public Task RemoveAsync(DockerContainer container)
    {
        _containers.Remove(container);
        return _api.RemoveAsync(container.Id);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using (_api)
        {
            await RemoveContainersAsync();
        }

        await StopDaemonsAsync();
        Mounts.DetachBelow(_directory.FullPath);
        if (!_cgroupsWereThere) await IgnoreAsync(() => DockerCgroups.RemoveAsync([.. _containers.Select(container => container.Id)]));
        _directory.Dispose();
    }

    private async Task StartEngineAsync()
    {
        // A containerd of its own: without one, dockerd would use the machine's where there is one.
        var containerdSocket = _directory.At("containerd.sock");
        await File.WriteAllTextAsync(_directory.At("containerd.toml"), $"""
            version = 2
            root = "{_directory.At("cd-root")}"
            state = "{_directory.At("cd-state")}"
            disabled_plugins = ["io.containerd.grpc.v1.cri"]
            [grpc]
            address = "{containerdSocket}"

            """);
        var containerd = StartDaemon("containerd", ["--config", _directory.At("containerd.toml"), "--log-level", "warn"]);
        await Poll.UntilAsync(() => File.Exists(containerdSocket), TimeSpan.FromSeconds(60), () => $"containerd:\n{containerd.OutputText}");

        await File.WriteAllTextAsync(_directory.At("daemon.json"), "{}\n");
        var dockerd = StartDaemon("dockerd", [
            "--config-file", _directory.At("daemon.json"), "--containerd", containerdSocket, "--data-root", _directory.At("data"),
            "--exec-root", _directory.At("exec"), "--pidfile", _directory.At("pid"), "-H", $"unix://{SocketPath}", "--storage-driver=vfs",
            "--bridge=none", "--iptables=false", "--ip6tables=false", "--ip-forward=false", "--userland-proxy=false", "--log-level=warn"]);
        await Poll.UntilAsync(_api.PingAsync, TimeSpan.FromSeconds(60), () => $"dockerd:\n{dockerd.OutputText}");
    }

    private LabProcess StartDaemon(string file, params string[] arguments)
    {
        var daemon = LabProcess.Start(file, arguments);
        _daemons.Push(daemon);
        return daemon;
    }

    private async Task RemoveContainersAsync()
    {
        foreach (var container in _containers) await IgnoreAsync(() => _api.RemoveAsync(container.Id));
    }

    private async Task StopDaemonsAsync()
    {
        foreach (var daemon in _daemons)
        {
            await IgnoreAsync(() => daemon.StopAsync(TimeSpan.FromSeconds(20)));
            await daemon.DisposeAsync();
        }
    }

    private async Task ImportBusyboxAsync()
    {
        var busybox = await LabTool.MustRunAsync("which", "busybox");
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, leaveOpen: true))
        {
            await writer.WriteEntryAsync(busybox, "bin/busybox");
        }

        tar.Position = 0;
        await _api.ImportAsync(tar, Image);
    }

    // One part that fails to stop must not leave the others behind.
    private static async Task IgnoreAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (Exception e) when (e is InvalidOperationException or HttpRequestException or TimeoutException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"While the Docker lab stopped: {e.Message}");
        }
    }
}
