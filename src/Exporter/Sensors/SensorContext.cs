using Wattshare.Attribution.Sampling;

namespace Wattshare.Exporter.Sensors;

/// <summary>What a sensor may need to know of the sample it is read for.</summary>
/// <param name="TimestampNanoseconds">The instant of the sample on the monotonic clock.</param>
/// <param name="Cpu">The host's CPU time at that instant, or null when it could not be read.</param>
/// <param name="HardwareThreads">The number of hardware threads that are online.</param>
internal readonly record struct SensorContext(long TimestampNanoseconds, CpuTimes? Cpu, int HardwareThreads);
