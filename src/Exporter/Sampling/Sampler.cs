using Wattshare.Attribution;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Host;
using Wattshare.Exporter.Sensors;

namespace Wattshare.Exporter.Sampling;

/// <summary>
/// Takes one sample and turns it into a report. Counters are read from the inside out: processes, their groups, the host's CPU time,
/// then the instant and the zones. So a whole is never older than its parts, which keeps what nobody claims small, and the counters
/// that are compared are read within microseconds of each other however long the walk over the processes took. One thread.
/// </summary>
internal sealed class Sampler(TimeProvider time, ProcStatReader cpuTimes, SensorSet sensors, IUsageSource usage, Attributor attributor)
{
    private readonly HostSample _sample = new();

    /// <summary>
    /// Reads everything once and forgets it. The first reading opens files and compiles code, and takes many times as long as the
    /// next; as a baseline it would put its counters far apart in time.
    /// </summary>
    public void Prime() => Fill();

    /// <summary>Takes a sample and attributes it.</summary>
    /// <returns>The report.</returns>
    public PowerReport Take()
    {
        Fill();
        return attributor.Advance(_sample);
    }

    private void Fill()
    {
        _sample.Clear();
        usage.Read(_sample);
        ReadCpuTimes();
        _sample.WallTime = time.GetUtcNow();
        _sample.TimestampNanoseconds = Clock.Nanoseconds(time);
        sensors.Read(_sample);
    }

    /// <summary>Without the host's CPU time there is a sample all the same; only busy time that nobody claims is unknown. The reader has reported the fault.</summary>
    private void ReadCpuTimes()
    {
        if (cpuTimes.TryRead(out var cpu, out var threads)) (_sample.Cpu, _sample.HardwareThreads) = (cpu, threads);
        else _sample.HardwareThreads = Environment.ProcessorCount;
    }
}
