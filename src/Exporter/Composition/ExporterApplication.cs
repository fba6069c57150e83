using Wattshare.Exporter.Commands;
using Wattshare.Exporter.Exposition;
using Wattshare.Exporter.Logging;
using Wattshare.Exporter.Options;
using Wattshare.Exporter.Share;
using Wattshare.Exporter.State;
using Wattshare.Exporter.Systemd;
using Wattshare.Exporter.Web;
using Wattshare.Exporter.Web.Access;
using Wattshare.Exporter.Web.History;
using Wattshare.VmShare;

namespace Wattshare.Exporter.Composition;

/// <summary>
/// The resident program, on a host and in a guest alike: measures, serves, tells systemd, and on a host publishes the share.
/// </summary>
/// <param name="options">Settings without a fault.</param>
/// <param name="environment">All environment variables, for systemd's.</param>
/// <param name="time">The clock of all parts.</param>
internal sealed class ExporterApplication(WattshareOptions options, IReadOnlyDictionary<string, string> environment, TimeProvider time)
{
    /// <summary>Runs until SIGTERM, SIGINT or cancellation.</summary>
    /// <param name="error">Where a fault of the start is told.</param>
    /// <param name="cancellation">Ends the program.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(TextWriter error, CancellationToken cancellation)
    {
        using var access = await OpenAccessAsync(error);
        if (access is null && options.Web.ConfigFile is not null) return ExitCode.Usage;
        var web = WebOptionsWith(access);
        using var loggers = LogSetup.CreateFactory(options.Log);
        using var measuring = new Measuring(options, loggers, time, FloorFile.DirectoryOf(environment));
        if (measuring.UsageObstacle is { } obstacle && options.Usage.Source == UsageSourceKind.Bpf)
        {
            // Another start would find the same: the kernel, the library and the rights are as they are.
            await error.WriteLineAsync($"wattshare: --usage.source=bpf cannot be used: {obstacle.Reason}. {obstacle.Fix}");
            return ExitCode.Usage;
        }

        using var notifier = new SystemdNotifier(environment, loggers.CreateLogger<SystemdNotifier>());
        using var self = new SelfMetrics(time, options.Sample.Interval);
        var metrics = new MetricsSources(measuring.Clock, measuring.Faults, self, BuildInfo.Current, measuring.Usage.Name);
        access?.Faults = measuring.Faults;

        // Sensors belong to the sampling thread from the start on; what there is to say about them is asked for before, and kept current by it.
        var findings = measuring.Sensors.Describe();
        var sources = new WebSources(measuring.Latest, metrics, time, () => Waiting(measuring)) { Findings = () => measuring.Sensors.Findings };
        using var writer = Publishes ? new ShareWriter(options.VmShare.Path!, new ShareOptions(), time) : null;
        await using var app = WebServer.Build(web, sources, builder => AddServices(builder, measuring, sources.History, writer, notifier, loggers));
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (Exception exception) when (BindFailure.Describe(exception, web) is not null)
        {
            await error.WriteLineAsync($"wattshare: {BindFailure.Describe(exception, web)}");
            return ExitCode.Failed;
        }

        var startup = new StartupReport(loggers.CreateLogger<StartupReport>());
        startup.Write(BuildInfo.Current.Line(), findings, app.Urls, Publishes ? options.VmShare.Path : null);
        startup.WriteUsage(measuring.Usage.Name, measuring.UsageObstacle);
        await app.WaitForShutdownAsync(cancellation);
        return ExitCode.Ok;
    }

    private Web.WebOptions WebOptionsWith(WebAccess? access) => new()
    {
        ListenAddresses = [.. options.Web.ListenAddresses.Select(Parse)],
        TelemetryPath = options.Web.TelemetryPath,
        Access = access,
        SampleInterval = options.Sample.Interval,
    };

    private async Task<WebAccess?> OpenAccessAsync(TextWriter error)
    {
        if (options.Web.ConfigFile is not { } path) return null;
        var access = WebAccess.Open(path, time, out var faults);
        foreach (var fault in faults) await error.WriteLineAsync($"wattshare: --web.config.file: {fault}");
        return access;
    }

    private void AddServices(WebApplicationBuilder builder, Measuring measuring, PowerHistory history, ShareWriter? writer, SystemdNotifier notifier, ILoggerFactory loggers)
    {
        LogSetup.Configure(builder.Logging, options.Log);
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(800));

        // Not AddHostedService: it keeps one service of each type, and there are several background tasks.
        builder.Services.AddSingleton<IHostedService>(_ => new BackgroundTask("names of containers", measuring.Names.Engines.RunAsync, time, measuring.Faults));
        if (measuring.Names.Pods is { } pods)
            builder.Services.AddSingleton<IHostedService>(_ => new BackgroundTask("names of pods", pods.RunAsync, time, measuring.Faults));
        builder.Services.AddSingleton<IHostedService>(_ => new SamplingService(measuring.Loop.Run));
        builder.Services.AddSingleton<IHostedService>(
            _ => new BackgroundTask("memory", new MemoryTrim(MemoryTrim.Interval, time, MemoryTrim.Collect).RunAsync, time, measuring.Faults));
        var past = new HistoryKeeper(measuring.Latest, history, options.Sample.Interval, time);
        builder.Services.AddSingleton<IHostedService>(_ => new BackgroundTask("history of power", past.RunAsync, time, measuring.Faults));
        if (measuring.Floors is { } file)
        {
            var keeper = new FloorKeeper(measuring.Latest, measuring.LearnedFloors, file.Save, time);
            builder.Services.AddSingleton<IHostedService>(_ => new BackgroundTask("idle floors", keeper.RunAsync, time, measuring.Faults));
        }

        if (writer is not null)
        {
            var share = new ShareService(measuring.Latest, writer, measuring.Faults);
            builder.Services.AddSingleton<IHostedService>(_ => new BackgroundTask("VM share", share.RunAsync, time, measuring.Faults));
        }

        var watchdog = new SystemdWatchdog(
            notifier, WatchdogSettings.Timeout(environment, Environment.ProcessId), () => IsAlive(measuring), time, loggers.CreateLogger<SystemdWatchdog>());
        builder.Services.AddSingleton<IHostedService>(services => new SystemdService(notifier, watchdog, services.GetRequiredService<IHostApplicationLifetime>()));
    }

    private bool Publishes => options is { Command: CommandKind.Serve, VmShare.Path: not null };

    /// <summary>A sampler that missed five of its deadlines, and at least ten seconds, hangs.</summary>
    private bool IsAlive(Measuring measuring) =>
        measuring.Clock.Silence < TimeSpan.FromTicks(Math.Max(options.Sample.Interval.Ticks * 5, TimeSpan.FromSeconds(10).Ticks));

    /// <summary>A guest whose share is not there yet has nothing to tell, which is not the same as nothing used.</summary>
    private string? Waiting(Measuring measuring) =>
        options.Command == CommandKind.Guest && measuring.Latest.Report.Measured.Bits == 0
            ? $"waiting for the host to publish this machine's share at {options.VmShare.Path}"
            : null;

    private static ListenAddress Parse(string text) =>
        ListenAddress.TryParse(text, out var address, out var error) ? address! : throw new ArgumentException(error, nameof(text));
}
