using Wattshare.Attribution.Model;
using Wattshare.VmShare.Documents;

namespace Wattshare.Exporter.Sensors.Share;

/// <summary>
/// One zone of the share as a guest sees it. The counter stays open between refreshes, because the host changes it in place;
/// a refresh opens it anew and so follows a file that was replaced. One thread.
/// </summary>
/// <param name="root">Where the share is mounted.</param>
/// <param name="folder">The name of the zone's directory.</param>
/// <param name="name">The name of the zone where the directory does not tell.</param>
/// <param name="component">What the zone counts for where <c>share.json</c> does not tell.</param>
internal sealed class ShareZoneReader(string root, string folder, string name, Component component) : IDisposable
{
    // The host's counter never wraps and gives the highest signed number; a range that could not be met is no range at all.
    private const long ImplausibleRange = 1L << 62;

    private readonly string _directory = Path.Combine(root, folder);
    private readonly CounterFile _counter = new();
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
        UpdateNanoseconds = ShareCertainty.UsualInterval,
    };

    /// <summary>Opens the counter anew.</summary>
    public void Reopen() => _counter.Reopen(CounterPath);

    /// <summary>Takes in what the host says of the zone, if it is there.</summary>
    /// <param name="document">The content of <c>share.json</c>, or null, read after the counter was opened.</param>
    public void Describe(ShareDocument? document)
    {
        if (Read(out _) != ReadOutcome.Ok) return;
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

    /// <summary>Reads the counter. Allocates nothing while the host answers.</summary>
    /// <param name="microjoules">The counter.</param>
    /// <returns>Whether there is a value.</returns>
    public ReadOutcome Read(out long microjoules)
    {
        Span<byte> buffer = stackalloc byte[CounterText.BufferSize];
        return _counter.Read(buffer, out microjoules);
    }

    /// <inheritdoc/>
    public void Dispose() => _counter.Dispose();

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
