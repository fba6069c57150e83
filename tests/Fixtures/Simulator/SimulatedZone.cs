namespace Wattshare.Fixtures.Simulator;

/// <summary>One folder of a powercap tree (https://docs.kernel.org/power/powercap/powercap.html). One thread at a time.</summary>
internal sealed class SimulatedZone : IDisposable
{
    private readonly string _directory;
    private readonly string _name;
    private readonly long _maxMicrowatts;
    private readonly long _range;
    private long _offset;
    private long _energy;
    private long _wrapsBeforeReset;
    private CounterFile? _counter;

    public SimulatedZone(string directory, string name, long maxMicrowatts, SimulatorOptions options)
    {
        _directory = directory;
        _name = name;
        _maxMicrowatts = maxMicrowatts;
        _range = options.MaxRangeMicrojoules;
        _offset = options.StartMicrojoules ?? _range / 2;
        Appear();
    }

    /// <summary>How often the counter went past its range.</summary>
    public long Wraps => _wrapsBeforeReset + (_offset + _energy) / (_range + 1);

    /// <summary>Shows an energy. The hardware counts on while the zone's folder is not there.</summary>
    /// <param name="energyMicrojoules">The energy since the simulator began; never less than before.</param>
    public void Show(long energyMicrojoules)
    {
        _energy = energyMicrojoules;
        _counter?.Write(Raw);
    }

    /// <summary>Sets the counter to 0, as when the kernel's module is loaded again.</summary>
    public void Reset()
    {
        _wrapsBeforeReset = Wraps;
        _offset = -_energy;
        _counter?.Write(Raw);
    }

    /// <summary>
    /// Takes the folder away. Who keeps the counter's file open reads an empty file from then on: a real kernel would refuse the
    /// read (ENODEV), which a file system of plain files cannot do.
    /// </summary>
    public void Disappear()
    {
        if (_counter is null) return;
        _counter.Dispose();
        _counter = null;
        File.WriteAllText(Path.Combine(_directory, "energy_uj"), "");
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Brings the folder back.</summary>
    public void Appear()
    {
        if (_counter is not null) return;
        Directory.CreateDirectory(_directory);
        Write("name", _name);
        Write("max_energy_range_uj", _range.ToString());
        Write("enabled", "1");
        Write("constraint_0_name", "long_term");
        Write("constraint_0_max_power_uw", _maxMicrowatts.ToString());
        _counter = new(Path.Combine(_directory, "energy_uj"), _range.ToString().Length, Raw);
    }

    /// <inheritdoc/>
    public void Dispose() => _counter?.Dispose();

    private long Raw => (_offset + _energy) % (_range + 1);

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_directory, file), text + "\n");
}
