namespace Wattshare.Exporter.Sensors;

/// <summary>What the operator says of energy sources.</summary>
internal sealed record SensorOptions
{
    /// <summary>The value of <c>--sensors</c>.</summary>
    public string Sensors { get; init; } = "auto";

    /// <summary>Where sysfs is mounted.</summary>
    public string SysfsRoot { get; init; } = "/sys";

    /// <summary>Where procfs is mounted.</summary>
    public string ProcfsRoot { get; init; } = "/proc";

    /// <summary>The parsed value of <c>--model.cpu-watts</c>, or null for the default from the number of hardware threads.</summary>
    public ModelParameters? Model { get; init; }

    /// <summary>The hardware threads that are online, for the default of the model.</summary>
    public required int HardwareThreads { get; init; }
}
