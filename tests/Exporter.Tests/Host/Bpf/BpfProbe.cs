using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Host;
using Wattshare.Exporter.Host.Bpf;
using Wattshare.Exporter.Host.Cgroups;
using Wattshare.Exporter.Host.Kernel;
using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.Host.Bpf;

/// <summary>The BPF source over a fake kernel and a fixture tree, and the books that an attributor would keep of its readings.</summary>
internal sealed class BpfProbe : IDisposable
{
    private readonly BpfUsageSource _source;
    private readonly Dictionary<ProcessKey, long> _last = [];
    private bool _baseline = true;

    public BpfProbe(HostTree tree, IContainerDirectory? containers = null, CpuPackages? packages = null)
    {
        var layout = CgroupLayout.Detect(tree.Sys);
        var groups = layout is null ? null : new CgroupTree(layout, containers ?? NoContainerDirectory.Instance, new DescriptorBudget(0), Faults.Log, packages);
        _source = new BpfUsageSource(Kernel, tree.Proc, tree.Sys, groups, Faults.Log, () => Kernel.Now, packages);
    }

    public FakeKernel Kernel { get; } = new();

    public FaultProbe Faults { get; } = new();

    public HostSample Sample { get; } = new();

    /// <summary>What was counted, in nanoseconds, by command and path of the group.</summary>
    public Dictionary<(string Command, string Group), long> Counted { get; } = [];

    /// <summary>The same for roles of machines.</summary>
    public Dictionary<(string Vm, VmRole Role), long> Roles { get; } = [];

    /// <summary>The first two reads are the sampler's first and the baseline.</summary>
    public BpfProbe Begin()
    {
        Read();
        _last.Clear();
        Read();
        _baseline = false;
        Counted.Clear();
        Roles.Clear();
        return this;
    }

    public BpfProbe Read()
    {
        Sample.Clear();
        _source.Read(Sample);
        Kernel.Now += 1_000_000_000;
        foreach (ref readonly var reading in Sample.Processes.Items) Count(reading);
        foreach (ref readonly var time in Sample.VmTimes.Items) Roles[(time.Vm.Name, time.Role)] = Roles.GetValueOrDefault((time.Vm.Name, time.Role)) + time.UsedNanoseconds;
        return this;
    }

    /// <summary>Reads without books, which would allocate.</summary>
    public void ReadOnly()
    {
        Sample.Clear();
        _source.Read(Sample);
        Kernel.Now += 1_000_000_000;
    }

    public ProcessReading Process(int pid) => Assert.Single(Sample.Processes.Items.ToArray(), reading => reading.Process.Key.Pid == pid);

    public IReadOnlyList<int> Pids => [.. Sample.Processes.Items.ToArray().Select(reading => reading.Process.Key.Pid).Order()];

    public long Of(string command) => Counted.Where(pair => pair.Key.Command == command).Sum(pair => pair.Value);

    public void Dispose() => _source.Dispose();

    private void Count(in ProcessReading reading)
    {
        var key = reading.Process.Key;
        var known = _last.TryGetValue(key, out var last);
        var used = known || (reading.Newborn && !_baseline) ? reading.CpuNanoseconds - last : 0;
        _last[key] = reading.CpuNanoseconds;
        if (reading.Ended) _last.Remove(key);
        var place = (reading.Process.Command, reading.Process.Group?.Path ?? "");
        if (used != 0) Counted[place] = Counted.GetValueOrDefault(place) + used;
    }
}
