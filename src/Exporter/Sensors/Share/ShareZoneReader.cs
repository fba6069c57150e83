using Wattshare.Attribution.Model;
using Wattshare.Exporter.Host.Kernel;
using Wattshare.VmShare.Documents;

namespace Wattshare.Exporter.Sensors.Share;

/// <summary>
/// One zone of the share as a guest sees it. The counter is opened by its name for each read: that follows a file that was replaced by a
/// rename, and a virtiofs mount with a cache (<c>auto</c>, the daemon's default) asks the host for the content only when a file is
/// opened. One thread.
/// </summary>
/// <param name="root">Where the share is mounted.</param>
/// <param name="folder">The name of the zone's directory.</param>
/// <param name="name">The name of the zone where the directory does not tell.</param>
/// <param name="component">What the zone counts for where <c>share.json</c> does not tell.</param>
internal sealed class ShareZoneReader(string root, string folder, string name, Component component)
{
    // The host's counter never wraps and gives the highest signed number; a range that could not be met is no range at all.
    private const long ImplausibleRange = 1L << 62;

    // A machine has what its host gives it, of several sockets and in one step after a pause of the host's exporter: the usual bound of 1 kW
    // would refuse real energy. No host draws 100 kW; in microwatts.
    private const long MaxSaneMicrowatts = 100_000_000_000;

    private readonly string _directory = Path.Combine(root, folder);
    private readonly HostFile _counter = new(HostPath.Join(HostPath.Root(Path.Combine(root, folder)), "energy_uj"u8), new DescriptorBudget(0));
    private bool _seen;
    private bool _found;

    /// <summary>The full path of the counter.</summary>
    public string CounterPath => Path.Combine(_directory, "energy_uj");

    /// <summary>True once the zone was there.</summary>
    public bool Found => _found;

    /// <summary>What the zone counts for; null before it was ever there.</summary>
    public Component? CountsAs { get; private set; }

    /// <summary>What readings say of the zone. The instance stays as long as nothing in it changes.</summary>
    public ZoneInfo Info { get; private set; } = new()
    {
        Sensor = ShareSensor.SensorName,
        Zone = name,
        Path = folder,
        Method = MeasurementMethod.Counter,
        Perimeter = ZoneInfo.VmSharePerimeter,
        // The host has settled who carries its idle power. To learn an idle floor from a share and to take it off again is how
        // other tools come to report a fraction of a guest's energy.
        IdleMicrowatts = 0,
        MaxPowerMicrowatts = MaxSaneMicrowatts,
        UpdateNanoseconds = ShareCertainty.UsualInterval,
    };

    /// <summary>Looks whether the counter is there, before <c>share.json</c> is read.</summary>
    public void Look() => _seen = ReadCounter(out _) == ReadOutcome.Ok;

    /// <summary>Takes in what the host says of the zone, if it is there.</summary>
    /// <param name="document">The content of <c>share.json</c>, or null, read after the counter was seen.</param>
    public void Describe(ShareDocument? document)
    {
        if (!_seen) return;
        _found = true;
        var described = Described(document);
        CountsAs = described?.Component ?? component;
        var range = AttributeFile.Number(Path.Combine(_directory, "max_energy_range_uj")) ?? 0;
        var text = AttributeFile.Name(Path.Combine(_directory, "name"));
        var info = Info with
        {
            Zone = text.Length > 0 ? text : name,
            Method = described?.Method ?? MeasurementMethod.Counter,
            MaxRangeMicrojoules = range < ImplausibleRange ? range : 0,
            StatedUncertainty = ShareCertainty.RelativeOf(document, CountsAs.Value),
            UpdateNanoseconds = ShareCertainty.IntervalOf(document),
        };
        if (info != Info) Info = info;
    }

    /// <summary>Reads the counter. Allocates nothing.</summary>
    /// <param name="microjoules">The counter.</param>
    /// <returns>Whether there is a value; absent until <see cref="Describe"/> knew of it, so that no energy comes before it is known whether it is measured.</returns>
    public ReadOutcome Read(out long microjoules)
    {
        var outcome = ReadCounter(out microjoules);
        if (outcome != ReadOutcome.Ok || _found) return outcome;
        microjoules = 0;
        return ReadOutcome.Absent;
    }

    private ReadOutcome ReadCounter(out long microjoules)
    {
        Span<byte> buffer = stackalloc byte[CounterText.BufferSize];
        microjoules = 0;
        var length = _counter.Read(buffer, keep: false);
        if (length < 0) return ReadOutcomes.From(-length);
        return CounterText.TryParse(buffer[..length], out microjoules) ? ReadOutcome.Ok : ReadOutcome.Garbage;
    }

    private ShareZone? Described(ShareDocument? document)
    {
        if (document is null) return null;
        foreach (var zone in document.Zones)
        {
            if (zone.Path == folder) return zone;
        }

        // A document that does not know the zone still knows whether the host measures at all.
        return new ShareZone(folder, name, component, document.Method, 0);
    }
}
