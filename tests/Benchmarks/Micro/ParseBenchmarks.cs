using BenchmarkDotNet.Attributes;
using Wattshare.Exporter.Host.Cgroups;
using Wattshare.Exporter.Host.Processes;
using Wattshare.Exporter.Sensors;

namespace Wattshare.Benchmarks.Micro;

/// <summary>The texts that are parsed each tick.</summary>
public class ParseBenchmarks
{
    private readonly byte[] _processStat =
        "22296 (qemu-system-x86) S 1 22296 22296 0 -1 4194624 92133 5123 12 3 123456 7890 11 22 20 0 5 0 1234567 2102992896 117953 18446744073709551615 1 1 0 0 0 0 268444224 4096 16963 0 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n"u8.ToArray();

    private readonly byte[] _cpuStat = "usage_usec 123456789\nuser_usec 100000000\nsystem_usec 23456789\nnr_periods 0\nnr_throttled 0\nthrottled_usec 0\n"u8.ToArray();

    private readonly byte[] _cpuacctUsage = "123456789012345\n"u8.ToArray();

    private readonly byte[] _energy = "131071664425\n"u8.ToArray();

    [Benchmark]
    public long ProcessStatFile() => ProcessStat.TryParse(_processStat, out var stat) ? stat.CpuNanoseconds : throw new InvalidOperationException();

    [Benchmark]
    public long CgroupVersion2() => CgroupCounter.TryParse(_cpuStat, version2: true, out var time) ? time : throw new InvalidOperationException();

    [Benchmark]
    public long CgroupVersion1() => CgroupCounter.TryParse(_cpuacctUsage, version2: false, out var time) ? time : throw new InvalidOperationException();

    [Benchmark]
    public long EnergyCounter() => CounterText.TryParse(_energy, out var energy) ? energy : throw new InvalidOperationException();
}
