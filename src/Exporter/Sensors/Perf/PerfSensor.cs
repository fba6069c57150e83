using System.Globalization;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Sensors.Rapl;

namespace Wattshare.Exporter.Sensors.Perf;

/// <summary>
/// The energy counters of processors through perf_event_open(2): the same registers as powercap shows, for whoever has CAP_PERFMON, and
/// all of a package with one call. Zones are shown once they could be opened; one that is lost stays as absent. All calls come from one thread.
/// </summary>
internal sealed class PerfSensor : ISensor
{
    /// <summary>The name in <c>--sensors</c> and labels.</summary>
    public const string SensorName = "perf";

    /// <summary>The PMU of packages and what is in them.</summary>
    public const string PackagePmu = "power";

    /// <summary>The PMU of single cores, on AMD.</summary>
    public const string CorePmu = "power_core";

    private readonly Dictionary<(string Pmu, PerfPlace Place), PerfGroup> _groups = [];
    private readonly string _sysfsRoot;
    private readonly CpuIdentity _cpu;
    private readonly IPerfKernel _kernel;
    private readonly ZoneLog _log;
    private readonly PerfPlaces _places;
    private readonly PerfFindings _findings;
    private readonly ReadTimer _timer;
    private PerfPmu[] _pmus = [];
    private PerfGroup[] _open = [];
    private PerfZone[] _inOrder = [];

    /// <summary>A sensor that has not looked at anything yet.</summary>
    /// <param name="sysfsRoot">Where sysfs is mounted.</param>
    /// <param name="procfsRoot">Where procfs is mounted.</param>
    /// <param name="cpu">The processor (<see cref="CpuIdentity.Read"/>).</param>
    /// <param name="kernel">Opens and reads counters.</param>
    /// <param name="logger">Where zones that appear, disappear or cannot be read are reported.</param>
    /// <param name="time">The clock that tells when each group of counters was read, or null.</param>
    public PerfSensor(
        string sysfsRoot, string procfsRoot, CpuIdentity cpu, IPerfKernel kernel, ILogger<PerfSensor> logger, TimeProvider? time = null)
    {
        _timer = new ReadTimer(time);
        _sysfsRoot = sysfsRoot;
        _cpu = cpu;
        _kernel = kernel;
        _log = new ZoneLog(logger, "Perf zone");
        _places = new PerfPlaces(sysfsRoot);
        _findings = new PerfFindings(procfsRoot, cpu);
    }

    /// <inheritdoc/>
    public string Name => SensorName;

    /// <inheritdoc/>
    public void Refresh()
    {
        var first = _pmus.Length == 0;
        _pmus = [PerfPmu.Read(_sysfsRoot, PackagePmu), PerfPmu.Read(_sysfsRoot, CorePmu)];
        var present = new HashSet<(string, PerfPlace)>();
        foreach (var pmu in _pmus)
            foreach (var (place, cpu) in _places.Of(pmu).OrderBy(static one => one.Key.Package).ThenBy(static one => one.Key.Die).ThenBy(static one => one.Key.Core))
                if (Visit(pmu, place, cpu)) present.Add((pmu.Name, place));
        foreach (var (key, group) in _groups)
            if (!present.Contains(key)) group.Close(ReadOutcome.Absent);
        Arrange();
        foreach (var zone in _inOrder) _log.Note(zone.Info, zone.Info.Path, zone.Outcome, first, () => FindingOf(zone));
    }

    /// <inheritdoc/>
    public void Read(in SensorContext context, Buffer<ZoneReading> readings)
    {
        foreach (var group in _open) group.Read();
        var judged = false;
        foreach (var zone in _inOrder)
        {
            judged |= zone.Judge();
            readings.Add(ReadingOf(zone));
        }

        // What was judged by this reading holds from the next one on: within one sample the count has one rule.
        if (judged) PerfElection.Run(_inOrder, _cpu.DiesMirrorPackage);
    }

    /// <inheritdoc/>
    public void ReadBetween(Buffer<ZoneReading> readings)
    {
        foreach (var group in _open)
        {
            // A zone that had no value is for the next sample to try, which also tells and counts why.
            if (!group.Counts) continue;
            group.Read();
            foreach (var zone in group.Zones)
                if (zone is { WasOpen: true, CountsAs: not null }) readings.Add(ReadingOf(zone));
        }
    }

    /// <summary>
    /// The kernel adds up registers of 32 bits by signed differences, with a timer that is made for 200 W: half a turn between two looks is lost. At 2^-16 J
    /// that is 32.8 kJ, a minute of 546 W. Each look is a difference of its own (rapl_event_update in arch/x86/events/rapl.c).
    /// </summary>
    public void KeepUp()
    {
        foreach (var group in _open) group.Read();
    }

    /// <inheritdoc/>
    public IReadOnlyList<SensorFinding> Describe()
    {
        if (_pmus.Length == 0) Refresh();
        var package = _pmus[0];
        if (package.Outcome != ReadOutcome.Ok && _inOrder.Length == 0) return [_findings.OfNothing(package)];
        var findings = new List<SensorFinding>();
        foreach (var group in _groups.Values)
            foreach (var zone in group.Zones)
                if (zone.WasOpen || _inOrder.Length > 0) findings.Add(FindingOf(zone));
        if (findings.Count == 0) findings.Add(_findings.OfRefusal(package, _groups.Values.Select(static group => group.Zones[0]).FirstOrDefault()));
        findings.AddRange(_pmus.SelectMany(static pmu => pmu.Refused.Select(name => PerfFindings.OfRefused(pmu, name))));
        return findings;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var group in _groups.Values) group.Dispose();
    }

    private static ZoneReading ReadingOf(PerfZone zone) => new(zone.Info, zone.CountsAs, zone.Outcome, zone.Microjoules)
    {
        Bracket = zone.Bracket,
        StandsInFor = zone.StandsInFor,
    };

    private SensorFinding FindingOf(PerfZone zone) =>
        _findings.Of(zone, _pmus.First(pmu => zone.Info.Path.AsSpan().StartsWith(pmu.Name) && zone.Info.Path[pmu.Name.Length] == '/'));

    /// <summary>Opens what is not open of one place; false when there is nothing to open.</summary>
    private bool Visit(PerfPmu pmu, PerfPlace place, int cpu)
    {
        if (pmu.Events.Count == 0) return false;
        if (!_groups.TryGetValue((pmu.Name, place), out var group))
        {
            group = new PerfGroup(_kernel, _timer, [.. pmu.Events.Select(one => new PerfZone(one, place, InfoOf(pmu, one, place)))]);
            _groups.Add((pmu.Name, place), group);
        }

        group.Open(pmu.Type, cpu);
        return true;
    }

    private void Arrange()
    {
        _open = [.. _groups.OrderBy(static one => one.Key.Pmu, StringComparer.Ordinal).ThenBy(static one => one.Key.Place.Package).ThenBy(static one => one.Key.Place.Die)
            .ThenBy(static one => one.Key.Place.Core).Select(static one => one.Value)];
        _inOrder = [.. _open.SelectMany(static group => group.Zones.ToArray()).Where(static zone => zone.WasOpen)];
        PerfElection.Run(_inOrder, _cpu.DiesMirrorPackage);
    }

    private ZoneInfo InfoOf(PerfPmu pmu, PerfEvent description, PerfPlace place)
    {
        var label = Label(description, place);
        var path = $"{pmu.Name}/{description.Name}/{PathOf(place)}";
        var taken = _groups.Values.Any(group => group.Zones.ToArray().Any(zone => zone.Info.Zone == label));
        return new ZoneInfo
        {
            Sensor = Name,
            Zone = taken ? $"{label}@{path}" : label,
            Path = path,
            Method = MeasurementMethod.Counter,
            Perimeter = new RaplIdentity(description.Domain, place.Package, place.Die, label).Perimeter,
            IsEstimated = _cpu.EstimatesEnergy,
            Package = description.Domain == RaplDomain.Psys ? null : place.Package,

            // A die that mirrors its package stands for all of it.
            Die = place.Die == RaplName.None || _cpu.DiesMirrorPackage ? null : place.Die,
        };
    }

    private static string Label(PerfEvent description, PerfPlace place)
    {
        if (description.Domain == RaplDomain.Psys)
            return place.Package == 0 ? "psys" : string.Create(CultureInfo.InvariantCulture, $"psys-{place.Package}");
        var core = place.Core == RaplName.None ? "" : string.Create(CultureInfo.InvariantCulture, $"-{place.Core}");
        return place.Label + description.Suffix + core;
    }

    private static string PathOf(PerfPlace place)
    {
        var die = place.Die == RaplName.None ? "" : string.Create(CultureInfo.InvariantCulture, $"-die-{place.Die}");
        var core = place.Core == RaplName.None ? "" : string.Create(CultureInfo.InvariantCulture, $"-core-{place.Core}");
        return string.Create(CultureInfo.InvariantCulture, $"package-{place.Package}{die}{core}");
    }
}
