using System.Collections.Immutable;
using Wattshare.Attribution;
using Wattshare.Attribution.Idle;
using Wattshare.Attribution.Tracing;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Exposition;
using Wattshare.Exporter.Host;
using Wattshare.Exporter.Host.Bpf;
using Wattshare.Exporter.Host.Containers;
using Wattshare.Exporter.Host.Kernel;
using Wattshare.Exporter.Options;
using Wattshare.Exporter.Sampling;
using Wattshare.Exporter.Sensors;
using Wattshare.Exporter.State;

namespace Wattshare.Exporter.Composition;

/// <summary>The measuring half of the program, put together from the options: everything from the sensors to the published report.</summary>
internal sealed class Measuring : IDisposable
{
    private readonly ProcStatReader _cpuTimes;

    /// <summary>Puts the parts together; nothing is read yet.</summary>
    /// <param name="options">Settings without a fault.</param>
    /// <param name="loggers">Makes the loggers.</param>
    /// <param name="time">The clock of all parts.</param>
    /// <param name="stateDirectory">Where what was learned is kept, or null.</param>
    /// <param name="trace">Writes down how energy is attributed, for an explanation; every process has a row then. Null in service.</param>
    public Measuring(WattshareOptions options, ILoggerFactory loggers, TimeProvider time, string? stateDirectory = null, SplitTrace? trace = null)
    {
        Faults = new FaultLog(loggers.CreateLogger<FaultLog>());
        Clock = new SampleClock(time);
        Names = NamesChoice.Make(options, Faults, loggers, time);
        Sensors = new SensorSet(
            options.Sensors.Select(name => SensorFactory.Create(name, options, loggers, time)), Faults, loggers.CreateLogger<SensorSet>());
        var packages = new CpuPackages(options.Path.Sysfs);
        (Usage, UsageObstacle) = UsageChoice.Make(options, Names, Faults, packages);
        _cpuTimes = new ProcStatReader(options.Path.Procfs, Faults, packages, new TaskTime(options.Path.Sysfs));
        var rules = RulesOf(options, LoadFloors(options, stateDirectory), trace);
        Sampler = new Sampler(time, _cpuTimes, Sensors, Usage, new Attributor(rules) { Trace = trace }, new SuspendWatch(time, BootTime.Nanoseconds, Faults), Faults)
        {
            BookingNanoseconds = SchedulerTick.Nanoseconds(options.Path.Sysfs),
        };
        Loop = new SamplingLoop(Sampler, Latest, Clock, time, new KernelPause(time), new SampleSchedule(options.Sample.Interval), Faults);
    }

    /// <summary>Counts and logs what goes wrong.</summary>
    public FaultLog Faults { get; }

    /// <summary>When samples were taken.</summary>
    public SampleClock Clock { get; }

    /// <summary>The published report.</summary>
    public Latest Latest { get; } = new();

    /// <summary>The names of containers.</summary>
    public ContainerNames Names { get; }

    /// <summary>The energy sources.</summary>
    public SensorSet Sensors { get; }

    /// <summary>Who ran.</summary>
    public IUsageSource Usage { get; }

    /// <summary>Why <see cref="Usage"/> is not the BPF source although that was wanted, or null.</summary>
    public BpfObstacle? UsageObstacle { get; }

    /// <summary>Where the idle floors are kept, or null.</summary>
    public FloorFile? Floors { get; private set; }

    /// <summary>What was kept in them when the program started.</summary>
    public ImmutableArray<LearnedFloor> LearnedFloors { get; private set; } = [];

    /// <summary>Takes one sample at a time.</summary>
    public Sampler Sampler { get; }

    /// <summary>Takes samples at a steady rate.</summary>
    public SamplingLoop Loop { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cpuTimes.Dispose();
        Sensors.Dispose();
        Usage.Dispose();
        Names.Dispose();
    }

    private ImmutableArray<LearnedFloor> LoadFloors(WattshareOptions options, string? stateDirectory)
    {
        if (stateDirectory is null) return [];
        Floors = new FloorFile(stateDirectory, HardwareIdentity.Read(options.Path.Procfs), Faults);
        return LearnedFloors = Floors.Load();
    }

    private static AttributionRules RulesOf(WattshareOptions options, ImmutableArray<LearnedFloor> floors, SplitTrace? trace) => new()
    {
        LearnedFloors = floors,
        IdlePolicy = options.Attribution.Idle,
        IdleMicrowatts = options.Attribution.IdleMicrowatts,
        ProcessLimit = trace is null ? options.Metrics.Processes : MetricsOptions.AllProcesses,
        Self = SelfKey.Read(options.Path.Procfs),
        Uncertainty = options.Uncertainty,
    };
}
