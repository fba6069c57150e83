using System.Diagnostics;

namespace Wattshare.Fixtures.Simulator;

/// <summary>
/// The meter that development machines do not have: a powercap tree whose counters follow the real CPU time of this host (<see cref="HostCpu"/>),
/// so that the true energy of every workload is known. The folder serves as a whole as <c>--path.sysfs</c>: the rest of it are
/// links to the real one. All members may be called from any thread.
/// </summary>
public sealed class PowerSimulator : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SimulatorOptions _options;
    private readonly List<SimulatedZone> _packages = [];
    private readonly List<SimulatedZone> _memories = [];
    private readonly PowerLine _package;
    private readonly PowerLine _dram;
    private readonly HostCpu _cpu;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _stop = new();
    private long _lastTimestamp;
    private long _lastBusy;
    private long _elapsed;
    private long _busy;
    private RenewalPeriod _renewal = new();
    private bool _frozen;

    /// <summary>Makes the tree and begins to count.</summary>
    /// <param name="directory">The folder that becomes the root of the simulated sysfs; made when missing.</param>
    /// <param name="options">What the meter is like.</param>
    public PowerSimulator(string directory, SimulatorOptions options)
    {
        SysfsPath = directory;
        _options = options;
        _cpu = new(options.ByNanoseconds);
        _package = new(options.IdleMicrowatts, options.MaxMicrowatts, HostCpu.HardwareThreads);
        _dram = new(options.DramIdleMicrowatts, options.DramMaxMicrowatts, HostCpu.HardwareThreads);
        LinkRealSysfs();
        AddZones();
        _lastTimestamp = Stopwatch.GetTimestamp();
        _lastBusy = _cpu.ReadBusyNanoseconds();
        _thread = new(Run) { IsBackground = true, Name = "simulator" };
        _thread.Start();
    }

    /// <summary>What goes to <c>--path.sysfs</c>.</summary>
    public string SysfsPath { get; }

    /// <summary>What was really used, brought up to date, and the same that the counters show at this instant.</summary>
    public EnergyTruth Truth
    {
        get
        {
            lock (_lock)
            {
                return Update();
            }
        }
    }

    /// <summary>How often the counters were renewed since this was asked last, in nanoseconds (<see cref="RenewalPeriod"/>).</summary>
    /// <returns>The steady period that would be the same to who reads them.</returns>
    public double TakeRenewalNanoseconds()
    {
        lock (_lock)
        {
            var period = _renewal.EquivalentNanoseconds;
            _renewal = new RenewalPeriod();
            return period;
        }
    }

    /// <summary>Lets the meter stand still: neither the counters nor the truth move until <see cref="Thaw"/>.</summary>
    /// <returns>The truth at that instant.</returns>
    public EnergyTruth Freeze()
    {
        lock (_lock)
        {
            var truth = Update();
            _frozen = true;
            return truth;
        }
    }

    /// <summary>Goes on; the time and the use in between never happened for the meter.</summary>
    public void Thaw()
    {
        lock (_lock)
        {
            Update();
            _frozen = false;
        }
    }

    /// <summary>Takes every zone away, as an unloaded kernel module does.</summary>
    public void Disappear() => ForEachZone(zone => zone.Disappear());

    /// <summary>Brings every zone back.</summary>
    public void Appear() => ForEachZone(zone => zone.Appear());

    /// <summary>Sets every counter to 0.</summary>
    public void Reset() => ForEachZone(zone => zone.Reset());

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        ForEachZone(zone => zone.Dispose());
        _cpu.Dispose();
        _stop.Dispose();
    }

    private void LinkRealSysfs()
    {
        Directory.CreateDirectory(Path.Combine(SysfsPath, "class", "powercap", "intel-rapl"));
        File.WriteAllText(Path.Combine(SysfsPath, "class", "powercap", "intel-rapl", "enabled"), "1\n");
        foreach (var name in (string[])["fs", "devices"])
        {
            var link = Path.Combine(SysfsPath, name);
            if (!Path.Exists(link)) File.CreateSymbolicLink(link, Path.Combine("/sys", name));
        }
    }

    private void AddZones()
    {
        for (var i = 0; i < _options.Packages; i++)
        {
            var path = Path.Combine(SysfsPath, "class", "powercap", $"intel-rapl:{i}");
            _packages.Add(new(path, $"package-{i}", _options.MaxMicrowatts, _options));
            if (_options.Dram) _memories.Add(new(path + ":0", "dram", _options.DramMaxMicrowatts, _options));
        }
    }

    private void Run()
    {
        while (!_stop.Wait(_options.UpdateInterval))
        {
            lock (_lock)
            {
                Update();
            }
        }
    }

    private EnergyTruth Update()
    {
        var timestamp = Stopwatch.GetTimestamp();
        var busy = _cpu.ReadBusyNanoseconds();
        _renewal.Add(Stopwatch.GetElapsedTime(_lastTimestamp, timestamp).TotalNanoseconds);
        if (!_frozen)
        {
            _elapsed += (long)Stopwatch.GetElapsedTime(_lastTimestamp, timestamp).TotalNanoseconds;
            _busy += Math.Max(0, busy - _lastBusy);
        }

        _lastTimestamp = timestamp;
        _lastBusy = busy;
        return Show();
    }

    private EnergyTruth Show()
    {
        long idle = _package.Idle(_elapsed), active = _package.Dynamic(_busy), dramIdle = 0, dramActive = 0;
        ShowShares(_packages, idle + active);
        if (_options.Dram)
        {
            dramIdle = _dram.Idle(_elapsed);
            dramActive = _dram.Dynamic(_busy);
            ShowShares(_memories, dramIdle + dramActive);
        }

        var wraps = _packages.Sum(zone => zone.Wraps) + _memories.Sum(zone => zone.Wraps);
        return new(idle, active, dramIdle, dramActive, _busy / HostCpu.NanosecondsPerTick, _elapsed, wraps);
    }

    // The floors of (E + i) / n for i from 0 to n - 1 sum to E exactly (Hermite's identity), and none ever decreases.
    private static void ShowShares(List<SimulatedZone> zones, long energy)
    {
        for (var i = 0; i < zones.Count; i++) zones[i].Show((energy + i) / zones.Count);
    }

    private void ForEachZone(Action<SimulatedZone> action)
    {
        lock (_lock)
        {
            _packages.ForEach(action);
            _memories.ForEach(action);
        }
    }
}
