using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Tracing;
using Wattshare.Exporter.Host.Bpf;
using Wattshare.Exporter.Sensors;

namespace Wattshare.Exporter.Commands.Explain;

/// <summary>One interval, and all that was written down of it.</summary>
internal sealed record ExplainInput
{
    /// <summary>What attribution was given and what it did; it has both samples.</summary>
    public required SplitTrace Trace { get; init; }

    /// <summary>The report at the beginning of the interval: a baseline without energy.</summary>
    public required PowerReport Before { get; init; }

    /// <summary>The report at its end.</summary>
    public required PowerReport After { get; init; }

    /// <summary>What the sensors say of their zones.</summary>
    public required IReadOnlyList<SensorFinding> Findings { get; init; }

    /// <summary>The name of the usage source.</summary>
    public required string UsageSource { get; init; }

    /// <summary>Why it is not a better one, or null.</summary>
    public BpfObstacle? UsageObstacle { get; init; }

    /// <summary>The length of the interval that was asked for.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>The components that there is energy of, in the order of their values.</summary>
    public IReadOnlyList<Component> Measured => [.. Enum.GetValues<Component>().Where(After.Measured.Contains)];

    /// <summary>How the active energy of a component was divided.</summary>
    /// <param name="component">A defined component.</param>
    /// <returns>The division.</returns>
    public ComponentSplit SplitOf(Component component) => Trace.Components[(int)component];

    /// <summary>The idle energy of the interval, whoever carries it.</summary>
    /// <param name="component">The component.</param>
    /// <returns>Microjoules.</returns>
    public long IdleOf(Component component) => After.Idle.LastInterval[component]
        + After.Vms.Sum(row => row.Idle.LastInterval[component]) + After.Containers.Sum(row => row.Idle.LastInterval[component]);
}
