using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Tests;

/// <summary>
/// The zones of a host a millisecond apart, from a seed: ragged power, wraps that any rate can tell, one group that works, and, where
/// they may, reads that fail and values that are nonsense.
/// </summary>
internal sealed class ZoneTrace(int seed)
{
    private const long Range = 300_000_000;

    private readonly Random _random = new(seed);
    private readonly GroupInfo _group = Hosts.Group(1, Hosts.Container("a"));
    private readonly ZoneInfo[] _zones =
    [
        Hosts.Zone("package-0", Range, 100_000_000, idle: 10_000_000), Hosts.Zone("package-1", 0, 100_000_000, idle: 5_000_000),
        Hosts.Zone("dram"), Hosts.Zone("psys"), Hosts.Zone("core", Range, 100_000_000),
    ];

    private readonly Component?[] _countsAs = [Component.Cpu, Component.Cpu, Component.Dram, Component.Platform, null];
    private readonly long[] _raw = [299_000_000, 5, 7, 11, 250_000_000];
    private long _milliseconds = 1;
    private long _cpu;

    public HostSample Next(bool mayFail)
    {
        var sample = Hosts.Sample(_milliseconds++ * 1_000_000);
        for (var i = 0; i < _zones.Length; i++)
        {
            if (_random.Next(3) > 0) _raw[i] += _random.NextInt64(60_000);
            if (_zones[i].MaxRangeMicrojoules > 0) _raw[i] %= Range + 1;
            var outcome = mayFail && _random.Next(50) == 0 ? (ReadOutcome)_random.Next(1, 5) : ReadOutcome.Ok;

            // One odd value alone is a glitch; the next reading fits the old baseline.
            var isGlitch = mayFail && _milliseconds % 100 == 50;
            if (!mayFail || _random.Next(40) > 0) sample.Zones.Add(new ZoneReading(_zones[i], _countsAs[i], outcome, isGlitch ? Range * 100 : _raw[i]));
        }

        _cpu += _random.NextInt64(1_000_000);
        sample.Groups.Add(new GroupReading(_group, _cpu, false));
        return sample;
    }
}
