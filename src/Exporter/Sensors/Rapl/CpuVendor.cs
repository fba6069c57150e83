namespace Wattshare.Exporter.Sensors.Rapl;

/// <summary>Who made the processor, as far as it matters to energy counters.</summary>
internal enum CpuVendor
{
    /// <summary>Not known, or a vendor without RAPL.</summary>
    Unknown = 0,

    /// <summary>Intel: the counters of a package's dies are parts of it.</summary>
    Intel,

    /// <summary>AMD: every die shows the counter of its whole package.</summary>
    Amd,

    /// <summary>Hygon, as AMD.</summary>
    Hygon,
}
