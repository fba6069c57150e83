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
internal sealed class Sampler(TimeProvider time, ProcStatReader cpuTimes, SensorSet sensors, IUsageSource usage, Attributor attributor) : ISampler
{
    private readonly HostSample _sample = new();
    private readonly HostSample _between = new();

    /// <inheritdoc/>
    public void Prime() => Fill();

    /// <inheritdoc/>
    public PowerReport Take()
    {
        Fill();
        return attributor.Advance(_sample);
    }

    /// <inheritdoc/>
    public void Observe()
    {
        _between.Zones.Clear();
        _between.TimestampNanoseconds = Clock.Nanoseconds(time);
        sensors.ReadBetween(_between.Zones);
        if (_between.Zones.Count > 0) attributor.Observe(_between);
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
