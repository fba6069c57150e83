namespace Wattshare.Exporter.Sensors.Rapl;

/// <summary>Through which interface the kernel reads a counter. Several may show the same one; the higher value is preferred.</summary>
internal enum RaplInterface
{
    /// <summary>A control type that this program does not know.</summary>
    Other = 0,

    /// <summary>Memory-mapped registers (<c>intel-rapl-mmio</c>).</summary>
    Mmio = 1,

    /// <summary>
    /// Model-specific registers (<c>intel-rapl</c>). Kernels that read TPMI registers list them under this name as well and then
    /// have no other zone of it.
    /// </summary>
    Msr = 2,

    /// <summary>Topology-aware registers (<c>intel-rapl-tpmi</c>).</summary>
    Tpmi = 3,
}
