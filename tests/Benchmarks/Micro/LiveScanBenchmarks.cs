using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Host;
using Wattshare.Exporter.Tests.Host;

namespace Wattshare.Benchmarks.Micro;

/// <summary>One read of the procfs source on this machine, with whatever runs on it.</summary>
public class LiveScanBenchmarks
{
    private readonly HostSample _sample = new();
    private ProcfsUsageSource? _source;

    [GlobalSetup]
    public void Begin()
    {
        _source = new ProcfsUsageSource("/proc", "/sys", NoContainerDirectory.Instance, new FaultLog(NullLogger<FaultLog>.Instance));
        for (var i = 0; i < 5; i++) Read();
    }

    [GlobalCleanup]
    public void End() => _source?.Dispose();

    [Benchmark]
    public int Read()
    {
        _sample.Clear();
        _source!.Read(_sample);
        return _sample.Processes.Count;
    }
}
