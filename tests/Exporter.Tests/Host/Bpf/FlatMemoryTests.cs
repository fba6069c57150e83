using Wattshare.Attribution;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Exposition;
using Wattshare.Exporter.Host.Bpf;
using Wattshare.Exporter.Tests.Exposition;
using Wattshare.Fixtures;

namespace Wattshare.Exporter.Tests.Host.Bpf;

/// <summary>A host on which processes are born and die without end: from the kernel's records to the text, nothing is kept of the dead.</summary>
public sealed class FlatMemoryTests
{
    [Fact]
    public void A_hundred_thousand_births_and_deaths_leave_nothing_behind()
    {
        var faults = new FaultProbe();
        var kernel = new FakeKernel();
        using var source = new BpfUsageSource(kernel, "/nonexistent", "/nonexistent", tree: null, faults.Log, () => kernel.Now);
        var attributor = new Attributor(new AttributionRules { ProcessLimit = 100 });
        using var view = new MetricsView(Rendering.NewSources(new ManualTime()));
        using var text = new ByteBuffer();
        var sample = new HostSample();
        var pid = 1000;
        void Tick()
        {
            for (var i = 0; i < 200; i++)
            {
                pid = pid >= 30_000 ? 1000 : pid + 1;
                var task = kernel.Start(pid, comm: "brief");
                task.Runtime = 5_000_000;
                kernel.Free(task);
                kernel.Now += 5_000_000;
            }

            sample.Clear();
            source.Read(sample);
            sample.TimestampNanoseconds = kernel.Now;
            text.Truncate(0);
            view.Render(attributor.Advance(sample), ExpositionFormat.Text, text);
        }

        for (var i = 0; i < 50; i++) Tick();
        var dead = Remember(sample);
        for (var i = 0; i < 500; i++) Tick();
        GC.Collect();
        Assert.Equal(200, dead.Count);
        Assert.All(dead, reference => Assert.False(reference.IsAlive));
        Assert.Empty(faults.Lines);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static List<WeakReference> Remember(HostSample sample)
    {
        List<WeakReference> processes = [];
        foreach (ref readonly var reading in sample.Processes.Items) processes.Add(new WeakReference(reading.Process));
        return processes;
    }
}
