namespace Wattshare.Attribution.Model;

/// <summary>
/// What does not change about one energy counter ("zone" in the words of
/// https://docs.kernel.org/power/powercap/powercap.html). Immutable. A zone is the same zone as long as <see cref="Sensor"/>
/// and <see cref="Path"/> are equal; its accumulated energy goes on when it disappears and comes back.
/// </summary>
public sealed record ZoneInfo
{
    /// <summary>The <see cref="Perimeter"/> of energy that a host publishes for one of its virtual machines.</summary>
    public const string VmSharePerimeter = "vm_share";

    /// <summary>The kind of sensor, for example <c>rapl</c> or <c>model</c>.</summary>
    public required string Sensor { get; init; }

    /// <summary>The name of the zone in labels, unique within the sensor, for example <c>package-0</c>.</summary>
    public required string Zone { get; init; }

    /// <summary>Where the zone is read, for example <c>intel-rapl:0</c>; unique within the sensor.</summary>
    public required string Path { get; init; }

    /// <summary>How the zone comes to its energy.</summary>
    public required MeasurementMethod Method { get; init; }

    /// <summary>What is inside the measured perimeter, for example <c>cpu_package</c>, <c>dram</c> or <c>platform</c>.</summary>
    public required string Perimeter { get; init; }

    /// <summary>
    /// The highest value of the counter in microjoules (<c>max_energy_range_uj</c>); the counter goes on with 0 after it.
    /// 0 means that the counter does not wrap or that its range is unknown: a decrease is then a reset.
    /// </summary>
    public long MaxRangeMicrojoules { get; init; }

    /// <summary>The step of the counter in microjoules where the sensor can tell; 0 when the range has to, since a register of 32 bits has 2^32 − 1 of them.</summary>
    public double UnitMicrojoules { get; init; }

    /// <summary>The highest plausible power in microwatts; a step above twice this power is refused. 0 means the default of the unwrapper.</summary>
    public long MaxPowerMicrowatts { get; init; }

    /// <summary>The processor package that the zone belongs to (<c>physical_package_id</c>), or null when it belongs to none or that is not known.</summary>
    public int? Package { get; init; }

    /// <summary>The die of the package that the zone is limited to, or null when it covers the whole package.</summary>
    public int? Die { get; init; }

    /// <summary>The idle power in microwatts that the source itself states (the model does), or null when it has to be learned.</summary>
    public long? IdleMicrowatts { get; init; }

    /// <summary>
    /// True when the counter of the hardware is itself an estimate from events and no measurement (processors of AMD), and for a model when its
    /// figures are not those of this machine.
    /// </summary>
    public bool IsEstimated { get; init; }

    /// <summary>The relative standard uncertainty that the source states of itself (0.05 is 5 %), or null: the default for its kind then holds.</summary>
    public double? StatedUncertainty { get; init; }

    /// <summary>How often the source renews its counter, in nanoseconds, where it tells; 0 when it is as usual for its kind.</summary>
    public long UpdateNanoseconds { get; init; }
}
