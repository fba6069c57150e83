using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;
using Wattshare.VmShare.Documents;

namespace Wattshare.Exporter.Sensors.Share;

/// <summary>
/// The energy source inside a guest: the directory that the host publishes for this machine (docs/vm-share.md). It may be mounted, or
/// filled by the host, at any time after the program started. One thread.
/// </summary>
/// <param name="root">Where the share is mounted.</param>
/// <param name="time">The clock, for the host's heartbeat.</param>
internal sealed class ShareSensor(string root, TimeProvider time) : ISensor
{
    /// <summary>The name in <c>--sensors</c> and labels.</summary>
    public const string SensorName = "share";

    private readonly ShareZoneReader _package = new(root, "intel-rapl:0", "package-0", Component.Cpu);
    private readonly ShareZoneReader _dram = new(root, "intel-rapl:0:0", "dram", Component.Dram);
    private readonly ShareHeartbeat _heartbeat = new(time);
    private readonly byte[] _buffer = new byte[ShareJson.LongestFile + 1];
    private bool _refreshed;

    /// <inheritdoc/>
    public string Name => SensorName;

    /// <inheritdoc/>
    public void Refresh()
    {
        _refreshed = true;
        // The host writes the document before the first counter, so whoever has the counter finds the document, and with it whether
        // the energy is measured or modelled. The other way round the document could be missed.
        _package.Look();
        _dram.Look();
        var document = ReadDocument();
        _heartbeat.Observe(document);
        _package.Describe(document);
        _dram.Describe(document);
    }

    /// <inheritdoc/>
    public void Read(in SensorContext context, Buffer<ZoneReading> readings)
    {
        // The package is a zone even before it is there, so that its absence shows; memory is one only when the host publishes it.
        Append(_package, readings);
        if (_dram.Found) Append(_dram, readings);
    }

    /// <inheritdoc/>
    public IReadOnlyList<SensorFinding> Describe()
    {
        if (!_refreshed) Refresh();
        var findings = new ShareFindings(root, _heartbeat);
        var package = OutcomeOf(_package);
        return _dram.Found
            ? [findings.Of(_package, package), findings.Of(_dram, OutcomeOf(_dram))]
            : [findings.Of(_package, package)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing stays open between two reads.
    }

    private static ReadOutcome OutcomeOf(ShareZoneReader zone) => zone.Read(out _);

    private void Append(ShareZoneReader zone, Buffer<ZoneReading> readings)
    {
        var outcome = zone.Read(out var value);
        // A counter that nobody writes any more is not a machine that uses no energy: it is no value at all.
        if (outcome == ReadOutcome.Ok && _heartbeat.IsStale) (outcome, value) = (ReadOutcome.Failed, 0);
        readings.Add(new ZoneReading(zone.Info, zone.CountsAs, outcome, value));
    }

    private ShareDocument? ReadDocument() =>
        AttributeFile.TryRead(Path.Combine(root, "share.json"), _buffer, out var length) == ReadOutcome.Ok
            && ShareJson.TryParse(_buffer.AsSpan(0, length), out var document) ? document : null;
}
