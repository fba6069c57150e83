using BenchmarkDotNet.Attributes;
using Wattshare.Attribution;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Benchmarks.Micro;

/// <summary>The same with processes that begin and end between two samples, and with rows for the first hundred or for every process.</summary>
public class LedgerBenchmarks
{
    private readonly SampleMaker _samples = new();
    private Attributor? _attributor;

    /// <summary>How many begin, and how many end, in a step.</summary>
    [Params(0, 200)]
    public int Births { get; set; }

    /// <summary>How many processes have rows.</summary>
    [Params(0, 100, int.MaxValue)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Begin()
    {
        _attributor = new Attributor(new AttributionRules { ProcessLimit = Rows });
        for (var i = 0; i < 10; i++) Advance();
    }

    [Benchmark]
    public PowerReport Advance() => _attributor!.Advance(_samples.Next(Births));
}
