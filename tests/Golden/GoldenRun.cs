using System.Buffers;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Wattshare.Attribution;
using Wattshare.Attribution.Idle;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Tracing;
using Wattshare.Exporter.Commands.Explain;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Exposition;
using Wattshare.Exporter.Host;
using Wattshare.Exporter.Host.Kernel;
using Wattshare.Exporter.Sampling;
using Wattshare.Exporter.Sensors;
using Wattshare.Exporter.Sensors.Hwmon;
using Wattshare.Exporter.Sensors.Perf;
using Wattshare.Exporter.Sensors.Rapl;
using Wattshare.Exporter.Tests.Host;
using Wattshare.Exporter.Tests.Sensors.Perf;
using Wattshare.Fixtures;
using Wattshare.VmShare;

namespace Wattshare.Golden;

/// <summary>The whole program but for the network, on trees of files and a clock that is moved by hand.</summary>
internal sealed class GoldenRun : IDisposable
{
    private readonly ManualTime _time = new() { Wall = new(2026, 1, 1, 0, 16, 40, TimeSpan.Zero) };
    private readonly FaultLog _faults = new(NullLogger<FaultLog>.Instance);
    private readonly SampleClock _clock;
    private readonly ProcStatReader _cpuTimes;
    private readonly SensorSet _sensors;
    private readonly ProcfsUsageSource _usage;
    private readonly Sampler _sampler;
    private readonly DirectoryInfo _share = Directory.CreateTempSubdirectory("wattshare-golden-");
    private readonly ShareWriter _writer;

    private readonly SplitTrace? _trace;
    private readonly long _idleMemoryMicrowatts;
    private PowerReport _before = PowerReport.Empty;

    public GoldenRun(
        string powercapProcfs,
        string powercapSysfs,
        string procfs,
        string sysfs,
        long bootTicks,
        SplitTrace? trace = null,
        long idleMemoryMicrowatts = 0,
        IContainerDirectory? names = null)
    {
        (_trace, _idleMemoryMicrowatts) = (trace, idleMemoryMicrowatts);
        _clock = new SampleClock(_time);
        var packages = new CpuPackages(sysfs);
        _cpuTimes = new ProcStatReader(procfs, _faults, packages, new TaskTime(sysfs));
        var cpu = CpuIdentity.Read(powercapProcfs);
        _sensors = new SensorSet(
            [
                new RaplSensor(powercapSysfs, cpu, NullLogger<RaplSensor>.Instance, _time),
                new PerfSensor(powercapSysfs, powercapProcfs, cpu, Kernel, NullLogger<PerfSensor>.Instance, _time),
                new HwmonSensor(powercapSysfs, cpu, TimeSpan.FromSeconds(1), NullLogger<HwmonSensor>.Instance),
                new ModelSensor(new ModelParameters(10, 65, "given")),
            ],
            _faults,
            NullLogger<SensorSet>.Instance);
        var ticks = bootTicks;
        _usage = new ProcfsUsageSource(procfs, sysfs, names ?? NoContainerDirectory.Instance, _faults, () => ticks += 100, new DescriptorBudget(1000), packages);
        _sampler = new Sampler(_time, _cpuTimes, _sensors, _usage, NewAttributor(), new SuspendWatch(_time, _time.GetTimestamp, _faults), _faults)
        {
            // Of most kernels, so that the files are the same on all.
            BookingNanoseconds = 4_000_000,
        };
        _writer = new ShareWriter(_share.FullName, new ShareOptions(), _time);
        _sampler.Prime();
    }

    /// <summary>The kernel behind perf events; it has counters only for hosts with the PMU.</summary>
    public FakePerfKernel Kernel { get; } = new();

    public PowerReport Report { get; private set; } = PowerReport.Empty;

    /// <summary>The last interval, for who gave a trace.</summary>
    public ExplainInput Interval => new()
    {
        Trace = _trace!,
        Before = _before,
        After = Report,
        Findings = _sensors.Describe(),
        UsageSource = _usage.Name,
        Interval = TimeSpan.FromSeconds(1),
    };

    /// <summary>Takes a sample, publishes the share, and lets a second go by.</summary>
    public void Step() => Step(TimeSpan.FromSeconds(1));

    /// <summary>Takes a sample, publishes the share, and lets time go by.</summary>
    public void Step(TimeSpan time)
    {
        var started = _time.GetTimestamp();
        _before = Report;
        Report = _sampler.Take();
        _clock.Taken(started);
        Assert.Empty(_writer.Apply(Report));
        AssertIdentity(Report);
        _time.Advance(time);
    }

    /// <summary>The whole text of <c>/metrics</c>.</summary>
    public string Metrics()
    {
        using var self = new SelfMetrics(_time, TimeSpan.FromSeconds(1));
        using var view = new MetricsView(new MetricsSources(_clock, _faults, self, new BuildInfo("0.1.0", "golden", ".NET"), "procfs"));
        var output = new ArrayBufferWriter<byte>();
        view.Render(Report, ExpositionFormat.Text, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>The whole share: each file's path and content.</summary>
    public string Share()
    {
        var text = new StringBuilder();
        foreach (var file in Directory.EnumerateFiles(_share.FullName, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            text.Append("== ").Append(Path.GetRelativePath(_share.FullName, file)).Append('\n').Append(File.ReadAllText(file).TrimEnd('\n')).Append('\n');
        return text.ToString();
    }

    public void Dispose()
    {
        _writer.Dispose();
        _usage.Dispose();
        _sensors.Dispose();
        _cpuTimes.Dispose();
        _share.Delete(recursive: true);
    }

    private Attributor NewAttributor() => new(new AttributionRules
    {
        IdleMicrowatts = 12_000_000,
        ProcessLimit = _trace is null ? 5 : int.MaxValue,
        LearnedFloors = _idleMemoryMicrowatts == 0 ? [] : [new LearnedFloor(Component.Dram, _time.Wall, [new IdlePowerBin(_idleMemoryMicrowatts, 60)])],
    })
    {
        Trace = _trace,
    };

    private static void AssertIdentity(PowerReport report)
    {
        foreach (var component in Components.All)
        {
            var active = report.System.Cumulative[component] + report.Vms.Sum(v => v.Active.Cumulative[component]) +
                report.Containers.Sum(c => c.Active.Cumulative[component]);
            var carried = report.Vms.Sum(v => v.Idle.Cumulative[component]) + report.Containers.Sum(c => c.Idle.Cumulative[component]);
            var unattributed = report.Unattributed.Sum(u => u.Energy.Cumulative[component]);
            Assert.Equal(report.Host.Cumulative[component], report.Idle.Cumulative[component] + carried + unattributed + active);
            Assert.Equal(active, report.ProcessOther.Cumulative[component] + report.Processes.Sum(p => p.Active.Cumulative[component]));
        }
    }
}
