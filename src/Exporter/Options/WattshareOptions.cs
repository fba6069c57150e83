using Wattshare.Attribution.Uncertainty;

namespace Wattshare.Exporter.Options;

/// <summary>
/// Every setting of the program, grouped as the flags are. Filled by <see cref="OptionsLoader"/>, which also writes the defaults;
/// read by everybody, changed by nobody afterwards.
/// </summary>
internal sealed class WattshareOptions
{
    /// <summary>The command that these settings are for; some defaults depend on it.</summary>
    public CommandKind Command { get; set; }

    /// <summary>The YAML file that was read, or null.</summary>
    public string? ConfigFile { get; set; }

    /// <summary>The section <c>web</c>.</summary>
    public WebOptions Web { get; } = new();

    /// <summary>The section <c>path</c>.</summary>
    public PathOptions Path { get; } = new();

    /// <summary>The section <c>sample</c>.</summary>
    public SampleOptions Sample { get; } = new();

    /// <summary>
    /// The names of the sensors in order of preference, each once, from <see cref="SensorNames"/>. The word <c>auto</c> never
    /// appears here: the loader has replaced it by what it stands for.
    /// </summary>
    public IReadOnlyList<string> Sensors { get; set; } = [];

    /// <summary>The section <c>model</c>.</summary>
    public ModelOptions Model { get; } = new();

    /// <summary>The section <c>usage</c>.</summary>
    public UsageOptions Usage { get; } = new();

    /// <summary>The section <c>kubernetes</c>.</summary>
    public KubernetesOptions Kubernetes { get; } = new();

    /// <summary>The section <c>attribution</c>.</summary>
    public AttributionOptions Attribution { get; } = new();

    /// <summary>The section <c>uncertainty</c>.</summary>
    public UncertaintyRules Uncertainty { get; set; } = new();

    /// <summary>The section <c>metrics</c>.</summary>
    public MetricsOptions Metrics { get; } = new();

    /// <summary>The section <c>vmshare</c>.</summary>
    public VmShareOptions VmShare { get; } = new();

    /// <summary>What belongs to <c>wattshare check</c> alone.</summary>
    public CheckOptions Check { get; } = new();

    /// <summary>The section <c>log</c>.</summary>
    public LogOptions Log { get; } = new();
}
