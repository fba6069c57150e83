using System.Collections.Immutable;
using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Reporting;

/// <summary>
/// The published result of one interval: cumulative energies since the program began, in microjoules, and the energies of the last
/// interval. Immutable all the way down; any number of threads may read it. For every component these hold with equality:
/// <code>
/// Host = Idle + Σ Unattributed + System + Σ Vms (Active + Idle) + Σ Containers (Active + Idle)
/// Σ Processes + ProcessOther = System + Σ Vms (Active) + Σ Containers (Active)
/// </code>
/// </summary>
public sealed record PowerReport
{
    /// <summary>The number of this report, 1 for the first; 0 for the empty one before the first sample.</summary>
    public required long Sequence { get; init; }

    /// <summary>How many complete intervals the report stands on; 0 while there is only a baseline.</summary>
    public required long Intervals { get; init; }

    /// <summary>The instant of the sample on the monotonic clock, in nanoseconds.</summary>
    public required long TimestampNanoseconds { get; init; }

    /// <summary>The same instant on the wall clock, for display.</summary>
    public required DateTimeOffset WallTime { get; init; }

    /// <summary>The length of the last interval in nanoseconds, 0 before the first complete one.</summary>
    public required long IntervalNanoseconds { get; init; }

    /// <summary>The share of the last interval that the hardware threads were busy, 0 to 1, or null when it is unknown.</summary>
    public double? BusyRatio { get; init; }

    /// <summary>The number of hardware threads that are online.</summary>
    public int HardwareThreads { get; init; } = 1;

    /// <summary>The components that were ever measured or modelled. Others are absent: no series, not 0.</summary>
    public required ComponentSet Measured { get; init; }

    /// <summary>The components that have energy in the last interval's figures; the power of the others is unknown at this instant.</summary>
    public required ComponentSet Live { get; init; }

    /// <summary>The host.</summary>
    public required EnergyAmount Host { get; init; }

    /// <summary>How far the cumulative energy of the host may be off.</summary>
    public EnergyUncertainty HostUncertainty { get; init; }

    /// <summary>Idle energy that no VM or container carries.</summary>
    public required EnergyAmount Idle { get; init; }

    /// <summary>Host processes outside every VM and container.</summary>
    public required EnergyAmount System { get; init; }

    /// <summary>Every process that is not in <see cref="Processes"/>, ended ones included.</summary>
    public required EnergyAmount ProcessOther { get; init; }

    /// <summary>The exporter's own process, a part of <see cref="System"/> (or of its container); null until it is known.</summary>
    public EnergyAmount? Exporter { get; init; }

    /// <summary>Energy that no group or process explains, by reason. Every reason that was ever used has a row.</summary>
    public required ImmutableArray<UnattributedRow> Unattributed { get; init; }

    /// <summary>Virtual machines, running and recently ended, ordered by name and key.</summary>
    public required ImmutableArray<VmRow> Vms { get; init; }

    /// <summary>Containers, running and recently ended, ordered by name and id.</summary>
    public required ImmutableArray<ContainerRow> Containers { get; init; }

    /// <summary>The processes that are shown, ordered by pid and start time.</summary>
    public required ImmutableArray<ProcessRow> Processes { get; init; }

    /// <summary>Every zone that was ever seen, ordered by sensor and path.</summary>
    public required ImmutableArray<SensorRow> Sensors { get; init; }

    /// <summary>The idle floor that was used for each measured component.</summary>
    public required ImmutableArray<IdleFloorRow> IdleFloors { get; init; }

    /// <summary>The rules by which the energy of each measured component is given out.</summary>
    public ImmutableArray<AttributionRow> Attribution { get; init; } = [];

    /// <summary>Extremes and distribution of the host's power, for each measured component.</summary>
    public ImmutableArray<PowerRow> Power { get; init; } = [];

    /// <summary>The report before the first sample.</summary>
    public static PowerReport Empty { get; } = new()
    {
        Sequence = 0,
        Intervals = 0,
        TimestampNanoseconds = 0,
        WallTime = default,
        IntervalNanoseconds = 0,
        Measured = default,
        Live = default,
        Host = default,
        Idle = default,
        System = default,
        ProcessOther = default,
        Unattributed = [],
        Vms = [],
        Containers = [],
        Processes = [],
        Sensors = [],
        IdleFloors = [],
    };

    /// <summary>The mean power over the last interval.</summary>
    /// <param name="lastIntervalMicrojoules">An energy of the last interval in microjoules.</param>
    /// <returns>Watts, or 0 before the first complete interval.</returns>
    public double Watts(long lastIntervalMicrojoules) =>
        IntervalNanoseconds <= 0 ? 0 : lastIntervalMicrojoules * 1000.0 / IntervalNanoseconds;
}
