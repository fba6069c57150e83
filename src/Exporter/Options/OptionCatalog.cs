using System.Collections.Immutable;
using Wattshare.Attribution.Idle;

namespace Wattshare.Exporter.Options;

/// <summary>
/// The one table of all options. Flags, environment variables, YAML keys, the help text and docs/configuration.md are made from it.
/// </summary>
internal static class OptionCatalog
{
    /// <summary>The option that names the configuration file.</summary>
    public const string ConfigFile = "config.file";

    /// <summary>Every option, reserved ones included, in the order of the help text.</summary>
    public static ImmutableArray<OptionDefinition> All { get; } = [.. General(), .. Check(), .. Web(), .. Measuring(), .. Kubernetes(), .. Attribution()];

    /// <summary>The names that can stand at the top of a YAML file: sections, and keys without a section.</summary>
    public static ImmutableArray<string> TopLevelNames { get; } =
        [.. All.Where(option => option.InFile).Select(option => option.Section.Length == 0 ? option.Key : option.Section).Distinct()];

    /// <summary>Finds an option.</summary>
    /// <param name="key">Its key.</param>
    /// <returns>The option, or null when there is none of that name.</returns>
    public static OptionDefinition? Find(string key) => All.FirstOrDefault(option => option.Key == key);

    private static OptionDefinition[] General() =>
    [
        new()
        {
            Key = ConfigFile, Group = OptionGroup.General, Placeholder = "FILE", InFile = false,
            Meaning = "settings in YAML",
            Details = "At most 1 MiB of UTF-8. An empty file is allowed.",
            Set = OptionSetters.Path((options, text) => options.ConfigFile = text),
        },
        new()
        {
            Key = "log.level", Group = OptionGroup.General, Placeholder = "LEVEL", Default = "info",
            Meaning = "trace, debug, info, warn or error",
            Set = OptionSetters.Word(
                [("trace", LogLevel.Trace), ("debug", LogLevel.Debug), ("info", LogLevel.Information), ("warn", LogLevel.Warning), ("error", LogLevel.Error)],
                (options, value) => options.Log.Level = value),
        },
        new()
        {
            Key = "log.format", Group = OptionGroup.General, Placeholder = "FORMAT", Default = "text",
            Meaning = "text, json or systemd; logs go to stderr",
            Set = OptionSetters.Word(
                [("text", LogFormat.Text), ("json", LogFormat.Json), ("systemd", LogFormat.Systemd)],
                (options, value) => options.Log.Format = value),
        },
    ];

    private static OptionDefinition[] Check() =>
    [
        new()
        {
            Key = "explain", Group = OptionGroup.General, Placeholder = "TARGET", InFile = false,
            Meaning = "check: explain the energy of a VM, container or pid",
            Details = "Takes two samples one `--sample.interval` apart and prints, for this interval, every raw counter, weight and formula behind the target's energy. "
                + "A VM by its name or uuid, a container by its name or id (all of it or the first 12 characters), a process by its id; where several things match, "
                + "`vm:`, `uuid:`, `container:`, `id:` or `pid:` before it says which is meant. Of `wattshare check` only. See docs/explain.md.",
            Set = OptionSetters.Explain,
        },
    ];

    private static OptionDefinition[] Web() =>
    [
        new()
        {
            Key = "web.listen-address", Group = OptionGroup.Web, Placeholder = "ADDRESS", Default = "127.0.0.1:19288", IsList = true,
            Meaning = "where to listen; :19288 is every interface",
            Details = "Only the loopback interface by default, because energy figures are a side channel into what a machine computes.",
            ItemFault = OptionSetters.ListenAddressFault,
            Set = OptionSetters.ListenAddresses,
        },
        new()
        {
            Key = "web.telemetry-path", Group = OptionGroup.Web, Placeholder = "PATH", Default = "/metrics",
            Meaning = "where the metrics are",
            Set = OptionSetters.TelemetryPath,
        },
        new()
        {
            Key = "web.config.file", Group = OptionGroup.Web, Placeholder = "FILE",
            Meaning = "TLS and basic auth",
            Details = "A file in the format of Prometheus' exporter toolkit. Changes of it and of the certificates are taken over while wattshare runs. See docs/web-config.md.",
            Set = OptionSetters.Path((options, text) => options.Web.ConfigFile = text),
        },
    ];

    private static OptionDefinition[] Measuring() =>
    [
        new()
        {
            Key = "path.procfs", Group = OptionGroup.Measuring, Placeholder = "DIR", Default = "/proc",
            Meaning = "the host's procfs",
            Set = OptionSetters.Path((options, text) => options.Path.Procfs = text),
        },
        new()
        {
            Key = "path.sysfs", Group = OptionGroup.Measuring, Placeholder = "DIR", Default = "/sys",
            Meaning = "the host's sysfs",
            Details = "cgroups are read under `fs/cgroup`, energy counters under `class/powercap`.",
            Set = OptionSetters.Path((options, text) => options.Path.Sysfs = text),
        },
        new()
        {
            Key = "path.rootfs", Group = OptionGroup.Measuring, Placeholder = "DIR", Default = "/",
            Meaning = "the host's root, for other files such as sockets",
            Details = "Needed in a container only, where the host's root is mounted somewhere else.",
            Set = OptionSetters.Path((options, text) => options.Path.Rootfs = text),
        },
        new()
        {
            Key = "sample.interval", Group = OptionGroup.Measuring, Placeholder = "TIME", Default = "1s",
            Meaning = "period of the sampler, 1ms to 60s",
            Details = "Below 100 ms the zones alone are read at that rate, for the peaks of power, and energy is attributed once a second.",
            Set = OptionSetters.SampleInterval,
        },
        new()
        {
            Key = "sensors", Group = OptionGroup.Measuring, Placeholder = "LIST", Default = "auto", GuestDefault = "share", IsList = true,
            Meaning = "energy by preference: rapl, perf, hwmon, model, share",
            Details = "`auto` is `rapl,perf,hwmon,model`, and `share` with `wattshare guest`. Energy that several measure is counted once, by the first in the list that can. "
                + "`share` cannot be used with `wattshare serve`. See docs/sensors.md.",
            ItemFault = OptionSetters.SensorFault,
            Set = OptionSetters.Sensors,
        },
        new()
        {
            Key = "model.cpu-watts", Group = OptionGroup.Measuring, Placeholder = "IDLE,FULL", DefaultNote = "from CPU and load",
            Meaning = "watts of the fallback model",
            Details = "For example `10,65`: all packages together, idle and at full load.",
            Set = OptionSetters.ModelCpuWatts,
        },
        new()
        {
            Key = "usage.source", Group = OptionGroup.Measuring, Placeholder = "SOURCE", Default = "auto",
            Meaning = "who tells the CPU time of tasks: auto, bpf or procfs",
            Details = "`auto` is `bpf` where the kernel and the capabilities allow it, else `procfs`, and says why in the log and in `wattshare check`. "
                + "With `bpf` the program ends with status 2 where that cannot be used. See docs/usage-sources.md.",
            Set = OptionSetters.Word(
                [("auto", UsageSourceKind.Auto), ("bpf", UsageSourceKind.Bpf), ("procfs", UsageSourceKind.Procfs)],
                (options, value) => options.Usage.Source = value),
        },
    ];

    private static OptionDefinition[] Kubernetes() =>
    [
        new()
        {
            Key = "kubernetes.labels", Group = OptionGroup.Measuring, Placeholder = "SOURCE", Default = "auto",
            Meaning = "who names pods: auto, api, kubelet, files or off",
            Details = "`auto` is `api` in a pod with the token of a service account, else `files` where `var/log/pods` is there under `--path.rootfs`, else `off`. "
                + "Without OpenSSL `api` and `kubelet` become `files`. See docs/kubernetes.md.",
            Set = OptionSetters.Word(
                [
                    ("auto", KubernetesLabels.Auto), ("api", KubernetesLabels.Api), ("kubelet", KubernetesLabels.Kubelet), ("files", KubernetesLabels.Files),
                    ("off", KubernetesLabels.Off),
                ],
                (options, value) => options.Kubernetes.Labels = value),
        },
        new()
        {
            Key = "kubernetes.node", Group = OptionGroup.Measuring, Placeholder = "NAME", DefaultNote = "NODE_NAME, else the host's name",
            Meaning = "the node whose pods are asked for",
            Details = "The address of the kubelet is the environment's `NODE_IP`, else this name.",
            Set = OptionSetters.KubernetesNode,
        },
    ];

    private static OptionDefinition[] Attribution() =>
    [
        new()
        {
            Key = "attribution.idle", Group = OptionGroup.Attribution, Placeholder = "POLICY", Default = "reserved",
            Meaning = "who carries idle energy: separate, reserved or proportional",
            Details = "With `reserved` a VM carries the share of the hardware threads that its virtual processors are, a container that of its CPU request or limit; "
                + "the rest stays with the host. `proportional` gives it out by use, `separate` leaves all of it with the host. See docs/idle.md.",
            Set = OptionSetters.Word(
                [("separate", IdlePolicy.Separate), ("reserved", IdlePolicy.ByReservation), ("proportional", IdlePolicy.ByUse)],
                (options, value) => options.Attribution.Idle = value),
        },
        new()
        {
            Key = "attribution.idle-watts", Group = OptionGroup.Attribution, Placeholder = "WATTS", DefaultNote = "learned",
            Meaning = "fix the idle power of the packages",
            Details = "All packages together, for example `42.5`.",
            Set = OptionSetters.IdleWatts,
        },
        new()
        {
            Key = "uncertainty.percent", Group = OptionGroup.Attribution, Placeholder = "NAME=N", DefaultNote = "docs/accuracy.md", IsList = true,
            Meaning = "how far sources and rules may be off, in percent",
            Details = "One standard deviation each, for example `package=2,share=15`; what is not named keeps its default. "
                + $"The names are {UncertaintyNames.Known}. They change no energy, only how sure the exporter says it is.",
            ItemFault = UncertaintyNames.Fault,
            Set = UncertaintyNames.Set,
        },
        new()
        {
            Key = "uncertainty.update", Group = OptionGroup.Attribution, Placeholder = "TIME", Default = "1ms",
            Meaning = "how often the hardware renews its counters",
            Details = "From `1ms` to `60s`. A reading may be this old; see docs/accuracy.md.",
            Set = OptionSetters.UncertaintyUpdate,
        },
        new()
        {
            Key = "metrics.processes", Group = OptionGroup.Attribution, Placeholder = "N", Default = "100",
            Meaning = "top processes to export: a number, 0 or all",
            Details = "What is not shown stays in `wattshare_process_other_energy_joules_total`, so nothing is lost.",
            Set = OptionSetters.MetricsProcesses,
        },
        new()
        {
            Key = "metrics.compat", Group = OptionGroup.Attribution, Placeholder = "NAME", InThisVersion = false,
            Meaning = "metrics by the names of other exporters",
            Set = OptionSetters.NotInThisVersion,
        },
        new()
        {
            Key = "vmshare.path", Group = OptionGroup.Attribution, Placeholder = "DIR", GuestDefault = "/var/lib/wattshare",
            Meaning = "publish a tree per VM here; guest: read it here",
            Details = "With `wattshare serve` nothing is published unless this is set. `wattshare guest` only reads. "
                + "`wattshare check` reads when `share` is among the sensors, and else says whether the directory can be written.",
            Set = OptionSetters.Path((options, text) => options.VmShare.Path = text),
        },
    ];
}
