using Wattshare.Exporter.Sensors.Rapl;

namespace Wattshare.Exporter.Sensors.Perf;

/// <summary>
/// Finds out what the processors of a PMU's <c>cpumask</c> stand for. The mask has one processor for each package, or for each die, or for each core;
/// which one it is changes when processors go offline, what it stands for does not. One thread.
/// </summary>
/// <param name="sysfsRoot">Where sysfs is mounted.</param>
internal sealed class PerfPlaces(string sysfsRoot)
{
    private readonly HashSet<int> _packagesOfDies = [];

    /// <summary>Looks the processors up.</summary>
    /// <param name="pmu">The PMU.</param>
    /// <returns>Each place once with the first processor that stands for it; processors of an unknown package are left out.</returns>
    public IReadOnlyDictionary<PerfPlace, int> Of(PerfPmu pmu)
    {
        var places = new Dictionary<PerfPlace, int>();
        var found = pmu.Cpus.Select(cpu => (Cpu: cpu, Place: PerfPlace.Of(sysfsRoot, cpu))).Where(static one => one.Place.Package != RaplName.None).ToArray();
        var ofCores = pmu.Name == PerfSensor.CorePmu;
        if (!ofCores) NoteDies(found.Select(static one => one.Place));
        foreach (var (cpu, place) in found) _ = places.TryAdd(ofCores ? place : Whole(place), cpu);
        return places;
    }

    /// <summary>Where one package has several processors in the mask, they stand for its dies, and go on to when only one die is left.</summary>
    private void NoteDies(IEnumerable<PerfPlace> places)
    {
        foreach (var package in places.GroupBy(static place => place.Package))
            if (package.Select(static place => place.Die).Distinct().Count() > 1) _packagesOfDies.Add(package.Key);
    }

    private PerfPlace Whole(PerfPlace place) =>
        new(place.Package, _packagesOfDies.Contains(place.Package) ? place.Die : RaplName.None, RaplName.None);
}
