using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Exporter.Sensors.Rapl;

/// <summary>
/// The energy counters of processors through powercap. Zones that come and go are followed by <see cref="Refresh"/>; a zone once
/// known stays in the readings, as absent when it is gone. All calls come from one thread.
/// </summary>
internal sealed class RaplSensor : ISensor
{
    private readonly SortedDictionary<RaplAddress, RaplZone> _zones = [];
    private readonly byte[] _buffer = new byte[CounterText.BufferSize];
    private readonly string _sysfsRoot;
    private readonly CpuIdentity _cpu;
    private readonly ZoneLog _log;
    private readonly RaplFindings _findings;
    private readonly ReadTimer _timer;
    private RaplZone[] _inOrder = [];
    private RaplZone[] _counted = [];
    private RaplTree? _tree;

    /// <summary>A sensor that has not looked at anything yet.</summary>
    /// <param name="sysfsRoot">Where sysfs is mounted.</param>
    /// <param name="cpu">The processor (<see cref="CpuIdentity.Read"/>).</param>
    /// <param name="logger">Where zones that appear, disappear or cannot be read are reported.</param>
    /// <param name="time">The clock that tells when each counter was read, or null.</param>
    public RaplSensor(string sysfsRoot, CpuIdentity cpu, ILogger<RaplSensor> logger, TimeProvider? time = null)
    {
        _timer = new ReadTimer(time);
        _sysfsRoot = sysfsRoot;
        _cpu = cpu;
        _log = new ZoneLog(logger, "RAPL zone");
        _findings = new RaplFindings(Name, cpu);
    }

    /// <inheritdoc/>
    public string Name => "rapl";

    /// <inheritdoc/>
    public void Refresh()
    {
        var first = _tree is null;
        var tree = RaplTree.Scan(_sysfsRoot);
        foreach (var entry in tree.Entries) Visit(entry);
        var present = tree.Entries.Select(entry => entry.Address).ToHashSet();
        foreach (var zone in _zones.Values.Where(zone => !present.Contains(zone.Address))) zone.Vanish();
        _inOrder = [.. _zones.Values];
        Elect();
        _tree = tree;

        // What the first look finds is told by Describe, in the start-up log.
        foreach (var zone in _inOrder) _log.Note(zone.Info, zone.CounterPath, zone.Outcome, first, () => _findings.Of(zone));
    }

    /// <inheritdoc/>
    public void Read(in SensorContext context, Buffer<ZoneReading> readings)
    {
        var judged = false;
        foreach (var zone in _inOrder)
        {
            var begin = _timer.Begin();
            judged |= zone.Read(_buffer, out var value);
            readings.Add(new ZoneReading(zone.Info, zone.CountsAs, zone.Outcome, value) { Bracket = _timer.End(begin), StandsInFor = zone.StandsInFor });
        }

        // What was judged by this reading holds from the next one on: within one sample the count has one rule.
        if (judged) Elect();
    }

    /// <inheritdoc/>
    public void ReadBetween(Buffer<ZoneReading> readings)
    {
        foreach (var zone in _counted)
        {
            // A zone that had no value is for the next sample to try, which also tells and counts why.
            if (!zone.Readable) continue;
            var begin = _timer.Begin();
            var outcome = zone.ReadUnjudged(_buffer, out var value);
            readings.Add(new ZoneReading(zone.Info, zone.CountsAs, outcome, value) { Bracket = _timer.End(begin) });
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<SensorFinding> Describe()
    {
        if (_tree is null) Refresh();
        return _inOrder.Length == 0 ? [_findings.OfNothing(_tree!)] : [.. _inOrder.Select(_findings.Of)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var zone in _inOrder) zone.Dispose();
    }

    private void Elect()
    {
        RaplElection.Run(_inOrder, _cpu.DiesMirrorPackage);
        _counted = [.. _inOrder.Where(zone => zone.CountsAs is not null)];
    }

    private void Visit(RaplEntry entry)
    {
        _ = _zones.TryGetValue(entry.Address, out var zone);
        var identity = Identify(entry, zone);
        var info = InfoOf(entry, identity, zone);
        if (zone is null) _zones.Add(entry.Address, zone = new RaplZone(entry, identity, info));
        zone.Identify(identity, info);
        zone.Reopen(entry.Directory, _buffer);
    }

    private RaplIdentity Identify(RaplEntry entry, RaplZone? known)
    {
        var name = AttributeFile.Name(Path.Combine(entry.Directory, "name"));

        // A name that cannot be read for once does not make another zone of it.
        if (name.Length == 0 && known is not null) return known.Identity;
        var parent = entry.Address.IsChild && _zones.TryGetValue(entry.Address.Parent, out var above) ? above.Identity : null;
        return RaplIdentity.Of(entry.Address, name, parent);
    }

    private ZoneInfo InfoOf(RaplEntry entry, RaplIdentity identity, RaplZone? known)
    {
        var path = entry.Address.ToString();
        var taken = _zones.Values.Any(other => other.Address != entry.Address && other.Info.Zone == identity.Label);
        var range = AttributeFile.Number(Path.Combine(entry.Directory, "max_energy_range_uj"));
        return new ZoneInfo
        {
            Sensor = Name,
            Zone = taken ? $"{identity.Label}@{path}" : identity.Label,
            Path = path,
            Method = MeasurementMethod.Counter,
            Perimeter = identity.Perimeter,
            MaxRangeMicrojoules = range ?? known?.Info.MaxRangeMicrojoules ?? 0,
            MaxPowerMicrowatts = MaxPower(entry, identity.Domain),
            IsEstimated = _cpu.EstimatesEnergy,
            Package = PackageOf(identity),

            // A die that mirrors its package stands for all of it.
            Die = identity.Die == RaplName.None || _cpu.DiesMirrorPackage ? null : identity.Die,
        };
    }

    private static int? PackageOf(RaplIdentity identity) =>
        identity.Package == RaplName.None || identity.Domain == RaplDomain.Psys ? null : identity.Package;

    private static long MaxPower(RaplEntry entry, RaplDomain domain) => domain switch
    {
        RaplDomain.Package => RaplLimits.MaxPowerMicrowatts(entry.Directory),

        // A whole machine may draw more than any processor, so the usual bound for a zone without limits would refuse real energy.
        RaplDomain.Psys => RaplLimits.MaxPowerMicrowatts(entry.Directory) is > 0 and var power ? power : RaplLimits.MaxSaneMicrowatts,
        _ => 0,
    };
}
