using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Diagnostics;
using Wattshare.Exporter.Sensors.Overlap;

namespace Wattshare.Exporter.Sensors;

/// <summary>
/// All energy sources of one host, in order of preference. Decides what is counted where they overlap: of several measured zones one
/// (<see cref="CountedOnce"/>), and a modelled one only as long as no counter of the processors or of the machine could ever be read. All
/// calls come from one thread.
/// </summary>
internal sealed class SensorSet : IDisposable
{
    /// <summary>How often zones are looked for, in nanoseconds of sample time.</summary>
    public const long RefreshNanoseconds = 10_000_000_000;

    private const string NotUsed = "Not used: a counter can be read, or could before, and the two are never mixed.";

    private readonly SensorSlot[] _slots;
    private readonly CountedOnce _overlap = new();
    private readonly FindingsWatch _watch = new();
    private readonly ModelFallback _fallback;
    private long _refreshedAt;
    private volatile IReadOnlyList<SensorFinding>? _findings;
    private bool _refreshed;
    private int _absentCounted;

    /// <summary>A set of given sensors.</summary>
    /// <param name="sensors">The sensors in order of preference; the set disposes of them.</param>
    /// <param name="faults">Where a sensor that throws is reported.</param>
    /// <param name="logger">Where the end of the model is reported.</param>
    public SensorSet(IEnumerable<ISensor> sensors, FaultLog faults, ILogger<SensorSet> logger)
    {
        _slots = [.. sensors.Select(sensor => new SensorSlot(sensor, faults))];
        _fallback = new ModelFallback(logger);
    }

    /// <summary>
    /// What <see cref="Describe"/> said last; empty before somebody asked. From then on <see cref="Read"/> keeps it current, within ten
    /// seconds, so that whoever shows it has the words and the fix of now. Any thread.
    /// </summary>
    public IReadOnlyList<SensorFinding> Findings => _findings ?? [];

    /// <summary>
    /// Reads every sensor into <see cref="HostSample.Zones"/>; the sample's instant, CPU time and thread count are set before.
    /// Looks for zones that came or went at the start, every 10 s of sample time, and when a counted zone disappears.
    /// </summary>
    /// <param name="sample">The sample to fill.</param>
    public void Read(HostSample sample)
    {
        if (!_refreshed || sample.TimestampNanoseconds - _refreshedAt >= RefreshNanoseconds) Refresh(sample.TimestampNanoseconds);
        ReadAll(sample);
        if (CountAbsent(sample.Zones.Items) > _absentCounted)
        {
            // A reloaded module puts new files in the place of those that were open: look and read again within the same sample.
            Refresh(sample.TimestampNanoseconds);
            ReadAll(sample);
        }

        _absentCounted = CountAbsent(sample.Zones.Items);
        _overlap.EndSample();
        if (_findings is not null && _watch.IsDue(sample.Zones.Items, sample.TimestampNanoseconds)) _ = Describe();
    }

    /// <summary>
    /// Appends the zones that the last sample counted, and nothing else: which zones there are and which of them count is settled by
    /// <see cref="Read"/>. A counter that turns out to be gone is looked for again with the next sample.
    /// </summary>
    /// <param name="readings">Where the readings go.</param>
    public void ReadBetween(Buffer<ZoneReading> readings)
    {
        var start = readings.Count;
        foreach (var slot in _slots)
            if (_overlap.Counts(slot.Name)) slot.ReadBetween(readings);
        _overlap.Filter(readings, start);
    }

    /// <summary>Looks at counters that would turn unseen before the next sample. Nothing of it is told or counted.</summary>
    public void KeepUp()
    {
        foreach (var slot in _slots) slot.KeepUp();
    }

    /// <summary>Says what is measured, what is modelled, and what is missing with its fix.</summary>
    /// <returns>The findings of all sensors in order.</returns>
    public IReadOnlyList<SensorFinding> Describe()
    {
        var findings = OverlapFindings.Settle([.. _slots.SelectMany(slot => slot.Describe())]);
        var measured = _fallback.Measured || findings.Any(finding =>
            finding is { Method: not MeasurementMethod.Model, Outcome: ReadOutcome.Ok } && ModelFallback.IsReplacedBy(finding.CountsAs));
        if (measured) findings = Array.ConvertAll(findings, StandBy);
        _findings = findings;
        return findings;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var slot in _slots) slot.Dispose();
    }

    private static SensorFinding StandBy(SensorFinding finding) => finding.Method != MeasurementMethod.Model
        ? finding
        : finding with { CountsAs = null, Message = NotUsed, Fix = "" };

    private static int CountAbsent(ReadOnlySpan<ZoneReading> readings)
    {
        var count = 0;
        foreach (ref readonly var reading in readings)
        {
            if (reading is { CountsAs: not null, Outcome: ReadOutcome.Absent }) count++;
        }

        return count;
    }

    private void Refresh(long timestamp)
    {
        foreach (var slot in _slots) slot.Refresh();
        _refreshedAt = timestamp;
        _refreshed = true;
    }

    private void ReadAll(HostSample sample)
    {
        sample.Zones.Clear();
        var context = new SensorContext(sample.TimestampNanoseconds, sample.Cpu, sample.HardwareThreads);
        foreach (var slot in _slots) slot.Read(context, sample.Zones);
        _overlap.Settle(sample.Zones);
        _fallback.Settle(sample.Zones);
    }
}
