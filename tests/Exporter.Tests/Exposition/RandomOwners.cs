using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Exporter.Tests.Exposition;

/// <summary>Machines and containers that come, go, come back and are renamed at random, many of them under the names of others.</summary>
internal sealed class RandomOwners(int seed)
{
    private static readonly ZoneInfo Package = new() { Sensor = "rapl", Zone = "package-0", Path = "p", Method = MeasurementMethod.Counter, Perimeter = "cpu_package", IdleMicrowatts = 2_000_000 };

    private readonly Random _random = new(seed);
    private readonly List<(GroupInfo Group, long Used)> _groups = [];
    private long _nextGroup = 1;
    private long _raw;
    private long _now;

    public HostSample Next()
    {
        _now += 1_000_000_000;
        _raw += _random.NextInt64(2_000_000, 60_000_000);
        var sample = new HostSample { TimestampNanoseconds = _now, HardwareThreads = 4 };
        sample.Zones.Add(new ZoneReading(Package, Component.Cpu, ReadOutcome.Ok, _raw));
        if (_groups.Count < 8 && _random.Next(2) == 0) _groups.Add((Describe(_nextGroup++, Key()), 0));
        for (var i = _groups.Count - 1; i >= 0; i--)
        {
            var (group, used) = _groups[i];
            if (_random.Next(6) == 0) group = Describe(group.Id, group.Vm?.Key ?? group.Container!.Id);
            used += _random.Next(300_000_000);
            var ended = _random.Next(6) == 0;
            sample.Groups.Add(new GroupReading(group, used, ended));
            if (group.Vm is { } vm && _random.Next(2) == 0) sample.VmTimes.Add(new VmTimeReading(vm, (VmRole)_random.Next(VmRoles.Count), _random.Next(1_000)));
            if (ended) _groups.RemoveAt(i);
            else _groups[i] = (group, used);
        }

        return sample;
    }

    /// <summary>Ids that begin alike, so that containers of one name are one series, and machines that have a key of their own.</summary>
    private string Key() => _random.Next(2) == 0 ? "pid:" + _random.Next(6) : "0123456789ab" + new string((char)('a' + _random.Next(6)), 52);

    private GroupInfo Describe(long id, string key)
    {
        var name = "name" + _random.Next(3);
        var vm = key.StartsWith("pid:", StringComparison.Ordinal)
            ? new VmInfo { Key = key, Name = name, Uuid = _random.Next(4) == 0 ? "u" : "", Hypervisor = "qemu", Vcpus = 1, Process = new ProcessKey(1, 1) }
            : null;
        var container = vm is null ? new ContainerInfo { Id = key, Runtime = "docker", Name = name, Pod = _random.Next(4) == 0 ? "pod" : "" } : null;
        return new GroupInfo { Id = id, Path = "/" + id, Vm = vm, Container = container };
    }
}
