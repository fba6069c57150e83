namespace Wattshare.Exporter.Sensors.Rapl;

/// <summary>What a RAPL zone measures, by the name that the kernel gives it (drivers/powercap/intel_rapl_common.c).</summary>
internal enum RaplDomain
{
    /// <summary>A name that this program does not know: shown, never counted.</summary>
    Unknown = 0,

    /// <summary>A processor package, or one die of it.</summary>
    Package,

    /// <summary>The cores, a part of the package.</summary>
    Core,

    /// <summary>The rest of the chip that is not cores (on clients the graphics), a part of the package.</summary>
    Uncore,

    /// <summary>Memory. A child of the package in the tree, and yet beside it in what it measures.</summary>
    Dram,

    /// <summary>The whole platform, which contains the others.</summary>
    Psys,
}
