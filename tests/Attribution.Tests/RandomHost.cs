using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Tests;

/// <summary>
/// A host that lives a random life from a seed: groups and processes come and go and move, virtual machines inside and outside of
/// containers, reservations of every size, counters that wrap, fail, reset, lie and run backwards, missing readings, odd intervals, zones that are
/// read late, between samples and by a thread that is stopped, processes that are told twice in one sample and have moved in between, hardware
/// threads that come and go, suspensions. With
/// packages, zones and groups belong to some of them or to none, change, and the packages' busy times are told, lie, or are missing.
/// </summary>
internal sealed class RandomHost(int seed, int packages = 0)
{
    private const long Range = 3_000_000_000;

    private readonly Random _random = new(seed);
    private readonly List<(GroupInfo Info, long Cpu)> _groups = [];
    private readonly List<(ProcessInfo Info, long Cpu, bool New)> _processes = [];
    private readonly ZoneInfo[] _zones =
    [
        Hosts.Zone("package-0", Range, 400_000_000) with { Package = packages > 0 ? 0 : null },
        Hosts.Zone("package-1", Range) with { Package = packages > 0 ? 1 : null },
        Hosts.Zone("dram", 0, idle: 1_000_000),
        Hosts.Zone("psys"),
        Hosts.Zone("core"),
        Hosts.Zone("power_meter") with { Method = MeasurementMethod.Integrated },
    ];

    private readonly Component?[] _countsAs = [Component.Cpu, Component.Cpu, Component.Dram, Component.Platform, null, null];
    private readonly long[] _raw = new long[6];
    private readonly long[] _traffic = new long[6];
    private readonly long[] _busy = new long[packages];
    private long _now = 1;
    private long _nextGroup = 1;
    private int _nextPid = 1;
    private CpuTimes _cpu;

    public HostSample Next()
    {
        var elapsed = _random.Next(4) switch { 0 => 1_000_000L, 1 => 100_000_000L, 2 => 1_000_000_000L, _ => _random.NextInt64(1, 30_000_000_000) };
        _now += elapsed;
        var sample = new HostSample
        {
            TimestampNanoseconds = _now,
            HardwareThreads = _random.Next(1, 9),
            UsageNanoseconds = _random.Next(3) == 0 ? _random.NextInt64(100_000_000) : 0,
            WasSuspended = _random.Next(40) == 0,
        };
        AddZones(sample, elapsed);
        LiveGroups(sample, elapsed);
        LiveProcesses(sample, elapsed);
        _cpu = new CpuTimes(_cpu.BusyNanoseconds + Spread(elapsed), _cpu.InterruptNanoseconds + Spread(elapsed / 20), _cpu.IdleNanoseconds + Spread(elapsed));
        if (_random.Next(50) == 0) _cpu = new CpuTimes(Lie(), Lie(), Lie());
        if (_random.Next(10) > 0) sample.Cpu = _cpu;
        AddPackages(sample, elapsed);
        HoldMemory(sample);
        HaveTraffic(sample);
        return sample;
    }

    /// <summary>Reads the zones up to three times before the next sample.</summary>
    public void Observe(Attributor attributor)
    {
        for (var times = _random.Next(4); times > 0; times--)
        {
            var elapsed = _random.NextInt64(2_000_000_000);
            _now += elapsed;
            var sample = new HostSample();
            AddZones(sample, elapsed);
            attributor.Observe(sample.Zones.Items, _now);
        }
    }

    /// <summary>A sample after all that was read, at which no zone can be read: nothing was read ahead of it.</summary>
    public HostSample Blind()
    {
        _now += 20_000_000_000;
        var sample = Next();
        foreach (ref var reading in sample.Zones.Items) reading = reading with { Outcome = ReadOutcome.Failed };
        return sample;
    }

    /// <summary>Groups of resctrl that come and go, some of somebody and some inside another, with counters that fail, fall, jump and overflow.</summary>
    private void HaveTraffic(HostSample sample)
    {
        for (var monitor = 1; monitor < _traffic.Length; monitor++)
        {
            _traffic[monitor] = unchecked(_traffic[monitor] + _random.Next(40) switch { 0 => -5, 1 => long.MaxValue / 3, 2 => 0, _ => _random.NextInt64(1_000_000_000) });
            if (_random.Next(30) == 0) _traffic[monitor] = _random.NextInt64(-2, 100);
            if (_random.Next(30) == 0) continue;
            var target = _groups.Count > 0 && _random.Next(3) > 0 ? _groups[_random.Next(_groups.Count)].Info : null;
            sample.Traffic.Add(new TrafficReading(monitor, monitor < 4 ? 4 : 0, target, _random.Next(50) == 0 ? -1 : _traffic[monitor] & long.MaxValue));
        }
    }

    /// <summary>Known or unknown, small, larger than the host, or nonsense; by those who are there and by those who are not.</summary>
    private void HoldMemory(HostSample sample)
    {
        sample.MemoryKibibytes = Kibibytes();
        for (var i = _random.Next(8); i > 0; i--)
            sample.Memory.Add(_random.Next(2) == 0 ? new MemoryReading(Vm(1), null, Kibibytes()) : new MemoryReading(null, Container(), Kibibytes()));
    }

    private long Kibibytes() => _random.Next(8) switch { 0 => 0, 1 => -1, 2 => long.MaxValue, 3 => long.MinValue, 4 => 1L << 42, _ => _random.NextInt64(1, 1 << 25) };

    private void AddPackages(HostSample sample, long elapsed)
    {
        for (var i = 0; i < packages; i++) _busy[i] += _random.Next(40) == 0 ? -_busy[i] / 2 : Spread(elapsed);
        if (_random.Next(8) == 0) return;
        var count = _random.Next(20) == 0 ? _random.Next(packages + 1) : packages;
        for (var i = 0; i < count; i++) sample.Packages.Add(new PackageTime(i, _random.Next(50) == 0 ? 3 : 2, _busy[i]));
    }

    private int? AnyPackage() => packages == 0 || _random.Next(3) == 0 ? null : _random.Next(packages + 1);

    private void AddZones(HostSample sample, long elapsed)
    {
        for (var i = 0; i < _zones.Length; i++)
        {
            _raw[i] += Spread(elapsed / 1000 * 200);
            if (i < 2) _raw[i] %= Range + 1;
            if (_random.Next(60) == 0) _raw[i] = _random.NextInt64(Range);
            var outcome = _random.Next(15) == 0 ? (ReadOutcome)_random.Next(1, 5) : ReadOutcome.Ok;
            if (packages > 0 && _random.Next(200) == 0) _zones[i] = _zones[i] with { Package = AnyPackage() };
            if (_random.Next(20) == 0) continue;
            var isIntegral = _zones[i].Method == MeasurementMethod.Integrated;
            sample.Zones.Add(new ZoneReading(_zones[i], _countsAs[i], outcome, _raw[i])
            {
                Bracket = isIntegral ? default : Bracket(),
                IsBaseline = isIntegral && _random.Next(15) == 0,
                UnseenMicrojoules = isIntegral && _random.Next(15) == 0 ? _random.NextInt64(Range) : 0,
            });
        }

        // One of the two meters of the machine takes the other's place now and then, and sometimes there is none.
        if (_random.Next(10) > 0) return;
        var which = _random.Next(3);
        _countsAs[3] = which == 0 ? Component.Platform : null;
        _countsAs[5] = which == 1 ? Component.Platform : null;
    }

    /// <summary>Not known, a little late, or by a thread that was stopped.</summary>
    private ReadBracket Bracket()
    {
        var begin = _now + _random.NextInt64(20_000_000);
        return _random.Next(8) switch
        {
            < 3 => default,
            7 => new ReadBracket(begin, begin + _random.NextInt64(10_000_000_000)),
            _ => new ReadBracket(begin, begin + 2_000),
        };
    }

    private long Lie() => _random.NextInt64(long.MaxValue / 4);

    private void LiveGroups(HostSample sample, long elapsed)
    {
        if (_random.Next(3) == 0)
        {
            var parent = _groups.Count > 0 && _random.Next(2) == 0 ? _groups[_random.Next(_groups.Count)].Info.Id : 0;
            var container = _random.Next(2) == 0 ? Container() : null;
            var vm = _random.Next(6) == 0 ? Vm(1) : null;
            _groups.Add((Group(_nextGroup++, container, parent, vm), Spread(elapsed)));
        }

        for (var i = _groups.Count - 1; i >= 0; i--)
        {
            var (info, cpu) = _groups[i];
            cpu += _random.Next(3) == 0 ? 0 : Spread(elapsed);
            if (_random.Next(50) == 0) cpu = _random.NextInt64(long.MaxValue / 4);
            if (_random.Next(20) == 0) info = Group(info.Id, Container(), info.ParentId, info.Vm);
            var ended = _random.Next(25) == 0;
            if (ended || _random.Next(8) > 0) sample.Groups.Add(new GroupReading(info, cpu, ended) { IsBaseline = _random.Next(30) == 0 });
            if (ended) _groups.RemoveAt(i);
            else _groups[i] = (info, cpu);
        }
    }

    private void LiveProcesses(HostSample sample, long elapsed)
    {
        for (var born = _random.Next(4); born > 0; born--) _processes.Add((Describe(_nextPid++), Spread(elapsed), true));
        for (var i = _processes.Count - 1; i >= 0; i--)
        {
            var (info, cpu, isNew) = _processes[i];
            if (_random.Next(15) == 0) info = Describe(info.Key.Pid);
            cpu += _random.Next(3) == 0 ? 0 : Spread(elapsed);
            if (_random.Next(80) == 0) cpu = _random.NextInt64(long.MaxValue / 4);
            var ended = _random.Next(12) == 0;
            var read = ended || isNew || _random.Next(5) > 0;
            if (read) sample.Processes.Add(new ProcessReading(info, cpu, Newborn: isNew && _random.Next(5) > 0, ended));
            if (_random.Next(10) == 0) (info, cpu) = TellAgain(sample, info, cpu);
            if (ended) _processes.RemoveAt(i);
            else _processes[i] = (info, cpu, false);
        }
    }

    /// <summary>The same process once more in the same sample: it ran on, moved to another group or owner, or ended meanwhile, and what was told first may be told last.</summary>
    private (ProcessInfo Info, long Cpu) TellAgain(HostSample sample, ProcessInfo info, long cpu)
    {
        if (_random.Next(2) == 0) info = Describe(info.Key.Pid);
        cpu += Spread(1_000_000_000);
        var again = new ProcessReading(info, cpu, Newborn: _random.Next(2) == 0, Ended: _random.Next(4) == 0);
        var place = _random.Next(sample.Processes.Count + 1);
        sample.Processes.Add(again);
        var readings = sample.Processes.Items;
        (readings[^1], readings[Math.Min(place, readings.Length - 1)]) = (readings[Math.Min(place, readings.Length - 1)], readings[^1]);
        return (info, cpu);
    }

    private GroupInfo Group(long id, ContainerInfo? container, long parent, VmInfo? vm) =>
        new() { Id = id, Path = "/g" + id, Container = container, ParentId = parent, Vm = vm, Package = AnyPackage() };

    private ProcessInfo Describe(int pid)
    {
        var group = _groups.Count > 0 && _random.Next(4) > 0 ? _groups[_random.Next(_groups.Count)].Info : null;
        return Hosts.Process(pid, group, _random.Next(6) == 0 ? Vm(pid) : null);
    }

    /// <summary>Reservations are nothing, less than the host, more than the host, or nonsense.</summary>
    private ContainerInfo Container() => Hosts.Container("c" + _random.Next(6)) with
    {
        ReservedMillithreads = _random.Next(6) switch { 0 => 0, 1 => -7, 2 => long.MaxValue, 3 => 64_000, _ => _random.Next(1, 3000) },
    };

    private VmInfo Vm(int pid) => Hosts.Vm("vm" + _random.Next(3), pid) with
    {
        Vcpus = _random.Next(6) switch { 0 => 0, 1 => -1, 2 => int.MaxValue, _ => _random.Next(1, 6) },
        Container = _random.Next(2) == 0 ? Container() : null,
    };

    private long Spread(long about) => about <= 0 ? 0 : _random.NextInt64(about);
}
