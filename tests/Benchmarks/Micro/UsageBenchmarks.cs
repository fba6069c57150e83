using BenchmarkDotNet.Attributes;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Host;

namespace Wattshare.Benchmarks.Micro;

/// <summary>One read of a usage source that has settled.</summary>
public abstract class UsageBenchmarks
{
    private readonly HostSample _sample = new();
    private IUsageSource? _source;

    [GlobalSetup]
    public void Begin()
    {
        _source = Open();
        for (var i = 0; i < 5; i++) Read();
    }

    [GlobalCleanup]
    public virtual void CleanUp() => _source?.Dispose();

    [Benchmark]
    public int Read()
    {
        _sample.Clear();
        _source!.Read(_sample);
        return _sample.Processes.Count;
    }

    private protected abstract IUsageSource Open();
}
