namespace Wattshare.Exporter.Sensors.Hwmon;

/// <summary>What an attribute of a hwmon chip shows.</summary>
internal enum HwmonQuantity
{
    /// <summary>Power in microwatts.</summary>
    Power = 0,

    /// <summary>Energy in microjoules since some beginning.</summary>
    Energy,
}
