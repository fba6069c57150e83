using Wattshare.Fixtures.Lab;
using Wattshare.Fixtures.Simulator;
using Wattshare.Integration.Dashboards;

namespace Wattshare.Integration.EndToEnd;

/// <summary>The real parts: a meter, two containers, two guests with their shares, the exporter and Prometheus.</summary>
internal sealed class EndToEndLab : IAsyncDisposable
{
    public const string BusyGuestName = "busy-guest";
    public const string IdleGuestName = "idle-guest";
    public const string BurnerNamespace = "shop";
    public static readonly Guid BusyGuestId = Guid.Parse("0b0f5c5e-5d1c-4d55-9e0e-3c1f2f6c1a01");
    public static readonly Guid IdleGuestId = Guid.Parse("0b0f5c5e-5d1c-4d55-9e0e-3c1f2f6c1a02");

    private readonly LabDirectory _directory = new("e2e");
    private readonly Stack<IAsyncDisposable> _parts = new();

    public PowerSimulator Simulator { get; private set; } = null!;

    public DockerContainer Burner { get; private set; } = null!;

    public DockerContainer Sleeper { get; private set; } = null!;

    public QemuGuest BusyGuest { get; private set; } = null!;

    public QemuGuest IdleGuest { get; private set; } = null!;

    /// <summary>The exporter, with the BPF source.</summary>
    public ExporterProcess Exporter { get; private set; } = null!;

    /// <summary>A second exporter on the same meter, with the procfs source.</summary>
    public ExporterProcess Procfs { get; private set; } = null!;

    public PrometheusLab Prometheus { get; private set; } = null!;

    public async Task StartAsync()
    {
        var program = await Publish.SelfContainedAsync();
        var options = new SimulatorOptions { IdleMicrowatts = 10_000_000, MaxMicrowatts = 65_000_000 };
        Simulator = new(_directory.Make("sys"), options);

        // The guests start before their folders have anything in them: the exporter comes later.
        BusyGuest = Keep(await QemuGuest.StartAsync(Guest(BusyGuestName, BusyGuestId) with { Busy = true, Program = program }));
        IdleGuest = Keep(await QemuGuest.StartAsync(Guest(IdleGuestName, IdleGuestId)));
        var docker = Keep(await DockerLab.StartAsync());
        // With the labels that the kubelet gives through a container engine, so that somebody has a namespace and a pod.
        Burner = await docker.RunBurnerAsync(new Dictionary<string, string>
        {
            ["io.kubernetes.pod.namespace"] = BurnerNamespace,
            ["io.kubernetes.pod.name"] = "web-1",
        });
        Sleeper = await docker.RunSleeperAsync();
        await BusyGuest.WaitAsync(() => BusyGuest.Metrics.Count > 0, "to serve metrics before its share is there");

        LinkSocket(docker.SocketPath);
        Exporter = Keep(StartExporter("bpf", $"--vmshare.path={_directory.At("share")}"));
        Procfs = Keep(StartExporter("procfs"));
        await Exporter.WaitReadyAsync();
        await Procfs.WaitReadyAsync();
        Prometheus = Keep(await PrometheusLab.StartAsync(GrafanaFiles.Rules, $"127.0.0.1:{Exporter.Port}"));
        await WaitForGuestsAsync();
    }

    public long ReadShare(string guest)
    {
        var text = File.ReadAllText(_directory.At("share", guest, "intel-rapl:0", "energy_uj"));
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return long.Parse(text.AsSpan()[..^1]);
    }

    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part)) await part.DisposeAsync();
        Simulator?.Dispose();
        _directory.Dispose();
    }

    private GuestOptions Guest(string name, Guid id) => new()
    {
        Name = name,
        Uuid = id,
        SharePath = _directory.Make("share", name),
        ReadInterval = TimeSpan.FromSeconds(1),
    };

    private ExporterProcess StartExporter(string source, params string[] more) => ExporterProcess.Start(
        [
            $"--path.sysfs={Simulator.SysfsPath}", $"--path.rootfs={_directory.At("root")}", $"--usage.source={source}",
            "--sample.interval=100ms", "--attribution.idle-watts=10", "--attribution.idle=separate", .. more,
        ]);

    private async Task WaitForGuestsAsync()
    {
        foreach (var guest in (QemuGuest[])[BusyGuest, IdleGuest]) await guest.WaitAsync(() => guest.Readings.Count > 1, "to read its share");
        await BusyGuest.WaitAsync(() => BusyGuest.Metrics is [.., var last] && HasInterval(last), "to serve metrics of its own");
    }

    // The program in the guest has a baseline first and host energy only after that; comparisons need it.
    private static bool HasInterval(string metrics) => MetricsText.Parse(metrics).Sum("wattshare_host_energy_joules_total") > 0;

    private void LinkSocket(string socket)
    {
        // Real hosts have the socket in /run and a link /var/run; the exporter may look at either.
        File.CreateSymbolicLink(Path.Combine(_directory.Make("root", "var", "run"), "docker.sock"), socket);
        File.CreateSymbolicLink(Path.Combine(_directory.Make("root", "run"), "docker.sock"), socket);
    }

    private T Keep<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }
}
