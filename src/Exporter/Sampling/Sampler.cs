using Wattshare.Attribution;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host;
using Wattshare.Exporter.Host.Kernel;
using Wattshare.Exporter.Sensors;

namespace Wattshare.Exporter.Sampling;

/// <summary>
/// Takes one sample and turns it into a report. Counters are read from the inside out: processes, their groups, the host's CPU time,
/// then the zones. So a whole is never older than its parts, which keeps what nobody claims small. The sample is one of the middle of
/// the time in which CPU times were read, and energy is brought to that instant however long the walk over the processes took. One thread.
/// </summary>
internal sealed class Sampler(
    TimeProvider time, ProcStatReader cpuTimes, SensorSet sensors, IUsageSource usage, Attributor attributor, SuspendWatch suspend, FaultLog faults) : ISampler
{
    private const int NanosecondsPerTimeSpanTick = 100;

    /// <summary>As many as there are between two samples at the shortest interval, and some more: samples that fail must not make a heap of readings.</summary>
    private const int MostBetween = 2_000;

    private readonly HostSample _sample = new();
    private readonly ZoneSeries _between = new();
    private readonly UsageFaults _faults = new(faults);

    /// <summary>What the runtime says is what this program may use, which is right only where nothing else is known yet.</summary>
    private int _threads = Environment.ProcessorCount;

    private bool _wasSuspended;

    /// <summary>How late the CPU time of a running task is booked, in nanoseconds (<see cref="SchedulerTick"/>); 0 when it is not known.</summary>
    public long BookingNanoseconds { get; init; }

    /// <inheritdoc/>
    public void Prime()
    {
        Fill();

        // With a value from before the first sample its energy can be told for its instant, as for every other.
        attributor.Observe(_sample.Zones.Items, _sample.TimestampNanoseconds);
    }

    /// <inheritdoc/>
    public PowerReport Take()
    {
        Fill();
        HandOver();
        var report = attributor.Advance(_sample);
        _faults.Note(report.UsageRefusals);
        if (!_sample.WasSuspended) suspend.Resumed();
        _wasSuspended = false;
        return report;
    }

    /// <inheritdoc/>
    public void Observe(long nowNanoseconds)
    {
        // What is read after a suspension is for the next sample to judge.
        _wasSuspended = _wasSuspended || suspend.Look();
        if (_wasSuspended) return;
        _between.Begin();
        sensors.ReadBetween(_between.Readings);
        _between.End(nowNanoseconds);
        if (_between.Count == MostBetween) HandOver();
    }

    /// <inheritdoc/>
    public void KeepUp() => sensors.KeepUp();

    /// <summary>
    /// A thousand times a second the processor has forgotten this program's code by the next tick, and what a tick costs is what it
    /// touches. So the zones are only read then, and their readings are followed all at once at the next sample. Those that cannot be followed
    /// are given up: counters go on from the last one that could, and kept they would cost every later sample as well.
    /// </summary>
    private void HandOver()
    {
        try
        {
            for (var i = 0; i < _between.Count; i++) attributor.Observe(_between.At(i, out var instant), instant);
        }
        finally
        {
            _between.Clear();
        }
    }

    private void Fill()
    {
        _sample.Clear();
        var began = Clock.Nanoseconds(time);
        usage.Read(_sample);
        ReadCpuTimes();
        var ended = Clock.Nanoseconds(time);
        _sample.UsageNanoseconds = ended - began;
        _sample.BookingNanoseconds = BookingNanoseconds;

        // The instant of the sample lies as far back.
        _sample.WallTime = time.GetUtcNow() - TimeSpan.FromTicks(_sample.UsageNanoseconds / 2 / NanosecondsPerTimeSpanTick);
        _sample.TimestampNanoseconds = began + (_sample.UsageNanoseconds / 2);
        sensors.Read(_sample);
        _sample.BracketNanoseconds = Clock.Nanoseconds(time) - ended;
        _wasSuspended |= suspend.Look();
        _sample.WasSuspended = _wasSuspended;
    }

    /// <summary>Without the host's CPU time there is a sample all the same; only busy time that nobody claims is unknown, and the number of threads is the last one. The reader has reported the fault.</summary>
    private void ReadCpuTimes()
    {
        if (cpuTimes.TryRead(_sample)) _threads = _sample.HardwareThreads;
        else _sample.HardwareThreads = _threads;
    }
}
