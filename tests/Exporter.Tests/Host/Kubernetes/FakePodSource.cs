using Wattshare.Exporter.Host.Containers.Kubernetes;

namespace Wattshare.Exporter.Tests.Host.Kubernetes;

/// <summary>A source whose steps a test says; the last one is repeated.</summary>
internal sealed class FakePodSource(params PodStep[] steps) : IPodSource
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>What every step tells.</summary>
    public Action<PodNames>? Tell { get; set; }

    public bool IsDisposed { get; private set; }

    public Task<PodStep> StepAsync(PodNames names, CancellationToken cancellation)
    {
        Tell?.Invoke(names);
        var count = Interlocked.Increment(ref _count);
        return Task.FromResult(steps[Math.Min(count, steps.Length) - 1]);
    }

    public void Dispose() => IsDisposed = true;
}
