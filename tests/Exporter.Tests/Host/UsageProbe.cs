using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Host;
using Wattshare.Exporter.Host.Kernel;
using Wattshare.Fixtures.Host;

namespace Wattshare.Exporter.Tests.Host;

/// <summary>A usage source over a fixture tree, with a clock in hand.</summary>
internal sealed class UsageProbe : IDisposable
{
    private readonly ProcfsUsageSource _source;

    public UsageProbe(HostTree tree, IContainerDirectory? containers = null, int descriptors = 1000) => _source =
        new ProcfsUsageSource(tree.Proc, tree.Sys, containers ?? NoContainerDirectory.Instance, Faults.Log, () => Now, new DescriptorBudget(descriptors));

    public FaultProbe Faults { get; } = new();

    /// <summary>The time since boot in ticks.</summary>
    public long Now { get; set; } = 100_000;

    public HostSample Sample { get; } = new();

    public UsageProbe Read()
    {
        Sample.Clear();
        _source.Read(Sample);
        Now += 100;
        return this;
    }

    public ProcessReading Process(int pid) => Assert.Single(Sample.Processes.Items.ToArray(), reading => reading.Process.Key.Pid == pid);

    public GroupReading Group(string path) => Assert.Single(Sample.Groups.Items.ToArray(), reading => reading.Group.Path == path);

    public IReadOnlyList<int> Pids => [.. Sample.Processes.Items.ToArray().Select(reading => reading.Process.Key.Pid).Order()];

    public IReadOnlyList<string> Paths => [.. Sample.Groups.Items.ToArray().Select(reading => reading.Group.Path)];

    public void Dispose() => _source.Dispose();
}
