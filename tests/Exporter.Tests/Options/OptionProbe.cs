using Wattshare.Attribution.Idle;
using Wattshare.Exporter.Options;

namespace Wattshare.Exporter.Tests.Options;

/// <summary>One option with three values that are told apart, and how it is read back.</summary>
/// <param name="Key">The key.</param>
/// <param name="Flag">The value given by flag.</param>
/// <param name="Environment">The value given by variable.</param>
/// <param name="File">The value given by file.</param>
/// <param name="Default">The default, as <paramref name="Read"/> shows it.</param>
/// <param name="Read">Shows the setting the way the values are written.</param>
internal sealed record OptionProbe(string Key, string Flag, string Environment, string File, string Default, Func<WattshareOptions, string> Read)
{
    /// <summary>All options of this version but the one that names the file.</summary>
    public static IReadOnlyList<OptionProbe> All { get; } =
    [
        new("log.level", "trace", "debug", "error", "information", options => Short(options.Log.Level.ToString())),
        new("log.format", "json", "systemd", "json", "text", options => Short(options.Log.Format.ToString())),
        new("web.listen-address", ":1", ":2", ":3", "127.0.0.1:19288", options => string.Join(',', options.Web.ListenAddresses)),
        new("web.config.file", "/1", "/2", "/3", "", options => options.Web.ConfigFile ?? ""),
        new("web.telemetry-path", "/1", "/2", "/3", "/metrics", options => options.Web.TelemetryPath),
        new("path.procfs", "/1", "/2", "/3", "/proc", options => options.Path.Procfs),
        new("path.sysfs", "/1", "/2", "/3", "/sys", options => options.Path.Sysfs),
        new("path.rootfs", "/1", "/2", "/3", "/", options => options.Path.Rootfs),
        new("sample.interval", "1ms", "2s", "1m", "1s", options => Duration.Format(options.Sample.Interval)),
        new("sensors", "rapl", "model", "rapl,model", "rapl,perf,hwmon,model", options => string.Join(',', options.Sensors)),
        new("model.cpu-watts", "1,2", "3,4", "5,6", "", options => options.Model.Parameters is { } given ? $"{given.IdleWatts},{given.MaxWatts}" : ""),
        new("usage.source", "procfs", "procfs", "procfs", "auto", options => Short(options.Usage.Source.ToString())),
        new("kubernetes.labels", "api", "kubelet", "files", "auto", options => Short(options.Kubernetes.Labels.ToString())),
        new("kubernetes.node", "a", "b", "c", "", options => options.Kubernetes.Node ?? ""),
        new("attribution.idle", "separate", "proportional", "separate", "reserved", options => Word(options.Attribution.Idle)),
        new("attribution.idle-watts", "1", "2", "3", "", options => $"{options.Attribution.IdleMicrowatts / 1_000_000}"),
        new("uncertainty.percent", "package=1", "package=2", "package=4", "package=3", options => $"package={options.Uncertainty.Package * 100}"),
        new("uncertainty.update", "2ms", "10ms", "1s", "1ms", options => Duration.Format(TimeSpan.FromTicks(options.Uncertainty.UpdateNanoseconds / 100))),
        new("metrics.processes", "1", "0", "all", "100", options => options.Metrics.Processes == int.MaxValue ? "all" : $"{options.Metrics.Processes}"),
        new("vmshare.path", "/1", "/2", "/3", "", options => options.VmShare.Path ?? ""),
    ];

    private static string Word(IdlePolicy policy) => policy switch
    {
        IdlePolicy.ByReservation => "reserved",
        IdlePolicy.ByUse => "proportional",
        _ => "separate",
    };

    private static string Short(string name) => name.ToLowerInvariant();
}
