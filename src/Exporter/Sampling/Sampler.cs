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
    /// <summary>As many as there are between two samples at the shortest interval, and some more: samples that fail must not make a heap of readings.</summary>
    private const int MostBetween = 2_000;

    private readonly HostSample _sample = new();
    private readonly ZoneSeries _between = new();

    /// <inheritdoc/>
    public void Prime() => Fill();

    /// <inheritdoc/>
    public PowerReport Take()
    {
        Fill();
        HandOver();
        return attributor.Advance(_sample);
    }

    /// <inheritdoc/>
    public void Observe(long nowNanoseconds)
    {
        _between.Begin();
        sensors.ReadBetween(_between.Readings);
        _between.End(nowNanoseconds);
        if (_between.Count == MostBetween) HandOver();
    }

    /// <summary>
    /// A thousand times a second the processor has forgotten this program's code by the next tick, and what a tick costs is what it
    /// touches. So the zones are only read then, and their readings are followed all at once at the next sample.
    /// </summary>
    private void HandOver()
    {
        for (var i = 0; i < _between.Count; i++) attributor.Observe(_between.At(i, out var instant), instant);
        _between.Clear();
    }

    private void Fill()
    {
        _sample.Clear();
        var began = Clock.Nanoseconds(time);
        usage.Read(_sample);
        ReadCpuTimes();
        _sample.WallTime = time.GetUtcNow();
        _sample.TimestampNanoseconds = Clock.Nanoseconds(time);
        _sample.UsageNanoseconds = _sample.TimestampNanoseconds - began;
        sensors.Read(_sample);
        _sample.BracketNanoseconds = Clock.Nanoseconds(time) - _sample.TimestampNanoseconds;
    }

    /// <summary>Without the host's CPU time there is a sample all the same; only busy time that nobody claims is unknown. The reader has reported the fault.</summary>
    private void ReadCpuTimes()
    {
        if (!cpuTimes.TryRead(_sample)) _sample.HardwareThreads = Environment.ProcessorCount;
    }
}
