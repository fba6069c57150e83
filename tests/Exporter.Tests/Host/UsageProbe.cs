using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Host;
using Wattshare.Exporter.Host.Kernel;
using Wattshare.Exporter.Host.Processes;
using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.Host;

/// <summary>A usage source over a fixture tree, with a clock in hand.</summary>
internal sealed class UsageProbe : IDisposable
{
    private readonly ProcfsUsageSource _source;
    private readonly Dictionary<int, ProcessReading> _processes = [];
    private readonly Dictionary<string, GroupReading> _groups = [];

    private readonly ProcStatReader _cpuTimes;

    public UsageProbe(HostTree tree, IContainerDirectory? containers = null, int descriptors = 1000)
    {
        var packages = new CpuPackages(tree.Sys);
        _cpuTimes = new ProcStatReader(tree.Proc, Faults.Log, packages);
        _source = new ProcfsUsageSource(
            tree.Proc, tree.Sys, containers ?? NoContainerDirectory.Instance, Faults.Log, () => Now, new DescriptorBudget(descriptors), packages);
    }

    public FaultProbe Faults { get; } = new();

    /// <summary>The time since boot in ticks.</summary>
    public long Now { get; set; } = 100_000;

    public HostSample Sample { get; } = new();

    /// <summary>Reads without looking at what was read, for those who count bytes.</summary>
    public void ReadOnly()
    {
        Sample.Clear();
        _source.Read(Sample);
        Now += 100;
    }

    /// <summary>Reads as a sampler does: the host's CPU time comes last.</summary>
    public UsageProbe ReadWithCpuTimes()
    {
        Read();
        _cpuTimes.TryRead(Sample);
        return this;
    }

    public UsageProbe Read()
    {
        ReadOnly();
        foreach (ref readonly var reading in Sample.Processes.Items) _processes[reading.Process.Key.Pid] = reading;
        foreach (ref readonly var reading in Sample.Groups.Items) _groups[reading.Group.Path] = reading;
        return this;
    }

    /// <summary>Reads until every process of a group that moved was read.</summary>
    public UsageProbe ReadRotation()
    {
        for (var i = 0; i < ReadingTurn.RotationTicks; i++) Read();
        return this;
    }

    /// <summary>The reading in this sample, or else the last one: who is not mentioned is as it was.</summary>
    public ProcessReading Process(int pid)
    {
        var now = Sample.Processes.Items.ToArray().Where(reading => reading.Process.Key.Pid == pid).ToList();
        return now.Count > 0 ? Assert.Single(now) : _processes[pid];
    }

    /// <summary>The reading in this sample, or else the last one.</summary>
    public GroupReading Group(string path)
    {
        var now = Sample.Groups.Items.ToArray().Where(reading => reading.Group.Path == path).ToList();
        return now.Count > 0 ? Assert.Single(now) : _groups[path];
    }

    public IReadOnlyList<int> Pids => [.. Sample.Processes.Items.ToArray().Select(reading => reading.Process.Key.Pid).Order()];

    public IReadOnlyList<string> Paths => [.. Sample.Groups.Items.ToArray().Select(reading => reading.Group.Path)];

    public void Dispose()
    {
        _source.Dispose();
        _cpuTimes.Dispose();
    }
}
