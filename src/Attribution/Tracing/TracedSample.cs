using System.Collections.Immutable;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Tracing;

/// <summary>A copy of what was read at one instant. Immutable.</summary>
public sealed class TracedSample
{
    /// <summary>Copies a sample.</summary>
    /// <param name="sample">The sample, which may be filled again afterwards.</param>
    internal TracedSample(HostSample sample)
    {
        (TimestampNanoseconds, Cpu, HardwareThreads) = (sample.TimestampNanoseconds, sample.Cpu, sample.HardwareThreads);
        Zones = [.. sample.Zones.Items];
        Groups = [.. sample.Groups.Items];
        Processes = [.. sample.Processes.Items];
        Traffic = [.. sample.Traffic.Items];
    }

    /// <summary>The instant on the monotonic clock, in nanoseconds.</summary>
    public long TimestampNanoseconds { get; }

    /// <summary>The host's CPU time, or null when it could not be read.</summary>
    public CpuTimes? Cpu { get; }

    /// <summary>The number of hardware threads.</summary>
    public int HardwareThreads { get; }

    /// <summary>The zones that were read, failed reads included.</summary>
    public ImmutableArray<ZoneReading> Zones { get; }

    /// <summary>The groups that were read.</summary>
    public ImmutableArray<GroupReading> Groups { get; }

    /// <summary>The processes that were read.</summary>
    public ImmutableArray<ProcessReading> Processes { get; }

    /// <summary>The memory traffic that was read, failed reads included.</summary>
    public ImmutableArray<TrafficReading> Traffic { get; }

    /// <summary>The reading of a zone.</summary>
    /// <param name="zone">The zone; its sensor and path are compared.</param>
    /// <returns>The reading, or null when there is none.</returns>
    public ZoneReading? Find(ZoneInfo zone)
    {
        foreach (var reading in Zones)
            if (reading.Zone.Sensor == zone.Sensor && reading.Zone.Path == zone.Path) return reading;
        return null;
    }

    /// <summary>The counter of a group.</summary>
    /// <param name="group">The group; its id is compared.</param>
    /// <returns>Nanoseconds, or null when it was not read.</returns>
    public long? Find(GroupInfo group)
    {
        foreach (var reading in Groups)
            if (reading.Group.Id == group.Id) return reading.CpuNanoseconds;
        return null;
    }

    /// <summary>The counter of a process. A sample may tell of it twice, that it ran and that it ended: the last word counts.</summary>
    /// <param name="process">The process; its identity is compared.</param>
    /// <returns>Nanoseconds, or null when it was not read.</returns>
    public long? Find(ProcessInfo process)
    {
        long? found = null;
        foreach (var reading in Processes)
            if (reading.Process.Key == process.Key) found = reading.CpuNanoseconds;
        return found;
    }
}
