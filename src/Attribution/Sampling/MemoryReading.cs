using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Sampling;

/// <summary>How much of the host's memory one virtual machine or container holds.</summary>
/// <param name="Vm">The machine, or null.</param>
/// <param name="Container">The container, when it is not a machine.</param>
/// <param name="Kibibytes">The memory in units of 1024 bytes; a negative number says that it is not known.</param>
public readonly record struct MemoryReading(VmInfo? Vm, ContainerInfo? Container, long Kibibytes);
