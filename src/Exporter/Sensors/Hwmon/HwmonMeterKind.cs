namespace Wattshare.Exporter.Sensors.Hwmon;

/// <summary>What a hwmon channel is known to measure.</summary>
internal enum HwmonMeterKind
{
    /// <summary>Not known, or nothing that is counted: shown only.</summary>
    Other = 0,

    /// <summary>The whole machine: an ACPI power meter that does not say that it is something smaller.</summary>
    Machine,

    /// <summary>A module with processor, memory and accelerator (NVIDIA Grace Hopper).</summary>
    Module,

    /// <summary>A processor with its memory (NVIDIA Grace).</summary>
    Socket,

    /// <summary>The processor's own supply (NVIDIA Grace).</summary>
    CpuRail,

    /// <summary>The energy counter of a processor socket (the driver <c>amd_energy</c>).</summary>
    CpuCounter,
}
