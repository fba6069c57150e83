using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Benchmarks.Micro;

/// <summary>Fills samples of a host with 3,000 processes in 60 containers, of which 50 run, spread over ten containers.</summary>
internal sealed class SampleMaker
{
    public const int Processes = 3000;
    public const int Active = 50;
    private const int Groups = 60;
    private const int ActiveGroups = 10;
    private const long Second = 1_000_000_000;
    private const long Used = 20_000_000;

    private readonly GroupInfo[] _groups;
    private readonly ProcessInfo[] _processes;
    private readonly Queue<ProcessInfo> _young = new();
    private readonly HostSample _sample = new() { HardwareThreads = 8 };
    private readonly ZoneInfo _package = new()
    {
        Sensor = "rapl",
        Zone = "package-0",
        Path = "intel-rapl:0",
        Method = MeasurementMethod.Counter,
        Perimeter = "cpu_package",
        IdleMicrowatts = 10_000_000,
    };

    private int _nextPid = 100_000;
    private long _tick;

    public SampleMaker()
    {
        _groups = [.. Enumerable.Range(1, Groups).Select(NewGroup)];
        _processes = [.. Enumerable.Range(0, Processes).Select(i => NewProcess(100 + i, _groups[i % Groups]))];
    }

    /// <summary>The first sample has all processes, each later one those that ran, and so many that began and ended.</summary>
    /// <param name="births">How many began since the last sample; as many of those that began in the last one ended.</param>
    /// <returns>The sample, filled again.</returns>
    public HostSample Next(int births = 0)
    {
        _sample.Clear();
        _sample.HardwareThreads = 8;
        _sample.TimestampNanoseconds = _tick * Second;
        _sample.Cpu = new CpuTimes(_tick * (Active + births) * Used, 0, _tick * ((8 * Second) - ((Active + births) * Used)));
        _sample.Zones.Add(new ZoneReading(_package, Component.Cpu, ReadOutcome.Ok, _tick * 30_000_000));
        while (_young.TryDequeue(out var ended)) _sample.Processes.Add(new ProcessReading(ended, Used, Newborn: false, Ended: true));
        var read = _tick == 0 ? Processes : Active;
        for (var i = 0; i < read; i++)
            _sample.Processes.Add(new ProcessReading(_processes[ProcessOf(i)], i < Active ? _tick * Used : 0, Newborn: false, Ended: false));
        for (var i = 0; i < births; i++) AddBorn();
        _tick++;
        return _sample;
    }

    // The active ones are in the first ten groups.
    private static int ProcessOf(int i) => i < Active ? (i % ActiveGroups) + (i / ActiveGroups * Groups) : i;

    private static GroupInfo NewGroup(int id) => new()
    {
        Id = id,
        Path = $"/docker/{id}",
        Container = new ContainerInfo { Id = $"{id:x12}", Runtime = "docker", Name = $"container-{id}" },
    };

    private static ProcessInfo NewProcess(int pid, GroupInfo group) => new() { Key = new ProcessKey(pid, 1), Command = $"worker-{pid % 20}", Group = group };

    private void AddBorn()
    {
        var process = NewProcess(_nextPid++, _groups[_nextPid % ActiveGroups]);
        _young.Enqueue(process);
        _sample.Processes.Add(new ProcessReading(process, Used, Newborn: true, Ended: false));
    }
}
