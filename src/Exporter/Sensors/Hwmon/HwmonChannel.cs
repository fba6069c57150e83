namespace Wattshare.Exporter.Sensors.Hwmon;

/// <summary>One channel of a hwmon chip that was found.</summary>
/// <param name="Directory">The full path of the directory that holds its files.</param>
/// <param name="Chip">The name of the driver or chip.</param>
/// <param name="Device">The device behind the chip, which keeps its name when chips are numbered anew; the chip's number where there is none.</param>
/// <param name="Attribute">The file that shows the value.</param>
/// <param name="Label">What the driver or the firmware calls the channel; the channel's own name where they do not.</param>
/// <param name="Meter">What it is known to measure.</param>
internal sealed record HwmonChannel(string Directory, string Chip, string Device, HwmonAttribute Attribute, string Label, HwmonMeter Meter)
{
    /// <summary>The relative standard uncertainty that the meter states, or null when it states none.</summary>
    public double? StatedUncertainty { get; init; }

    /// <summary>The full path of the file that shows the value.</summary>
    public string File => Path.Combine(Directory, Attribute.File);

    /// <summary>What the channel is known by as long as its device is there.</summary>
    public string Address => $"{Device}/{Chip}/{Attribute.Channel}";
}
