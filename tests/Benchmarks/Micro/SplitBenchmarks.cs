using BenchmarkDotNet.Attributes;
using Wattshare.Attribution;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Benchmarks.Micro;

/// <summary>One step of attribution: 3,000 processes in 60 containers, 50 of which ran. What is allocated is the report.</summary>
public class SplitBenchmarks
{
    private readonly SampleMaker _samples = new();
    private Attributor? _attributor;

    [GlobalSetup]
    public void Begin()
    {
        _attributor = new Attributor(new AttributionRules());
        for (var i = 0; i < 10; i++) Advance();
        if (Advance().Host.LastInterval.Total == 0) throw new InvalidOperationException("There is nothing to split.");
    }

    [Benchmark]
    public PowerReport Advance() => _attributor!.Advance(_samples.Next());
}
