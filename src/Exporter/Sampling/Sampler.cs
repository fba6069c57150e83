using Wattshare.Attribution;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Host;
using Wattshare.Exporter.Sensors;

namespace Wattshare.Exporter.Sampling;

/// <summary>
/// Takes one sample: the instant, the host's CPU time, the zones, then who ran; and turns it into a report. One thread.
/// Zones are read right after the instant is taken and before the longer walk over groups and processes, so that the energy and the
/// time it is divided by belong together; what the walk sees late is evened out by the next interval.
/// </summary>
internal sealed class Sampler(TimeProvider time, ProcStatReader cpuTimes, SensorSet sensors, IUsageSource usage, Attributor attributor) : IDisposable
{
    private readonly HostSample _sample = new();

    /// <summary>Takes a sample and attributes it.</summary>
    /// <returns>The report.</returns>
    public PowerReport Take()
    {
        _sample.Clear();
        _sample.TimestampNanoseconds = Clock.Nanoseconds(time);
        _sample.WallTime = time.GetUtcNow();
        ReadCpuTimes();
        sensors.Read(_sample);
        usage.Read(_sample);
        return attributor.Advance(_sample);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        cpuTimes.Dispose();
        sensors.Dispose();
        usage.Dispose();
    }

    /// <summary>Without the host's CPU time there is a sample all the same; only busy time that nobody claims is unknown. The reader has reported the fault.</summary>
    private void ReadCpuTimes()
    {
        if (cpuTimes.TryRead(out var cpu, out var threads)) (_sample.Cpu, _sample.HardwareThreads) = (cpu, threads);
        else _sample.HardwareThreads = Environment.ProcessorCount;
    }
}
