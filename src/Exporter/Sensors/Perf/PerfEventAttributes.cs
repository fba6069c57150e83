using System.Runtime.InteropServices;

namespace Wattshare.Exporter.Sensors.Perf;

/// <summary>
/// <c>struct perf_event_attr</c> in its first version of 64 bytes (PERF_ATTR_SIZE_VER0), which every kernel accepts; see
/// perf_event_open(2) and include/uapi/linux/perf_event.h. What is not named here stays 0: no sampling, nothing excluded, enabled at once.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
internal struct PerfEventAttributes
{
    /// <summary>PERF_ATTR_SIZE_VER0.</summary>
    public const int Bytes = 64;

    /// <summary>PERF_FORMAT_GROUP: a read of the first counter gives all of the group.</summary>
    public const ulong FormatGroup = 8;

    /// <summary>The number of the PMU.</summary>
    [FieldOffset(0)]
    public uint Type;

    /// <summary>The size of this structure.</summary>
    [FieldOffset(4)]
    public uint Size;

    /// <summary>The event.</summary>
    [FieldOffset(8)]
    public ulong Config;

    /// <summary>What a read gives.</summary>
    [FieldOffset(32)]
    public ulong ReadFormat;
}
