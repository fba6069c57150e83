using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Sensors.Rapl;

namespace Wattshare.Exporter.Sensors.Hwmon;

/// <summary>
/// Power and energy that drivers show below <c>class/hwmon</c>, the ACPI power meter among them. Between two samples nothing is read:
/// some drivers ask a controller and take milliseconds, and most values are averages of a second. All calls come from one thread.
/// </summary>
internal sealed class HwmonSensor : ISensor
{
    /// <summary>The name in <c>--sensors</c> and labels.</summary>
    public const string SensorName = "hwmon";

    /// <summary>How many channels are read at most; a chip with one for each of hundreds of cores would be a load.</summary>
    public const int MostZones = 256;

    private const long LeastGapNanoseconds = 10_000_000_000;
    private const long LeastBridgeNanoseconds = 60_000_000_000;

    private readonly Dictionary<string, HwmonZone> _zones = new(StringComparer.Ordinal);
    private readonly byte[] _buffer = new byte[CounterText.BufferSize];
    private readonly string _sysfsRoot;
    private readonly long _longestGap;
    private readonly ZoneLog _log;
    private readonly HwmonFindings _findings;
    private readonly CpuIdentity _cpu;
    private HwmonZone[] _inOrder = [];
    private HwmonTree? _tree;
    private int _leftOut;

    /// <summary>A sensor that has not looked at anything yet.</summary>
    /// <param name="sysfsRoot">Where sysfs is mounted.</param>
    /// <param name="cpu">The processor (<see cref="CpuIdentity.Read"/>).</param>
    /// <param name="interval">How often samples are taken; power is integrated over twice that, or 10 s where that is more, and interpolated up to a minute.</param>
    /// <param name="logger">Where zones that appear, disappear or cannot be read are reported.</param>
    public HwmonSensor(string sysfsRoot, CpuIdentity cpu, TimeSpan interval, ILogger<HwmonSensor> logger)
    {
        _sysfsRoot = sysfsRoot;
        _cpu = cpu;
        _longestGap = Math.Max(LeastGapNanoseconds, interval.Ticks * TimeSpan.NanosecondsPerTick * 2);
        _log = new ZoneLog(logger, "Sensor");
        _findings = new HwmonFindings(cpu);
    }

    /// <inheritdoc/>
    public string Name => SensorName;

    /// <inheritdoc/>
    public void Refresh()
    {
        var first = _tree is null;
        _tree = HwmonTree.Scan(_sysfsRoot);
        _leftOut = 0;
        foreach (var channel in _tree.Channels) Visit(channel);
        var present = _tree.Channels.Select(static channel => channel.Address).ToHashSet(StringComparer.Ordinal);
        foreach (var (address, zone) in _zones)
            if (!present.Contains(address)) zone.Vanish();
        _inOrder = [.. _zones.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => one.Value)];
        HwmonElection.Run(_inOrder);
        foreach (var zone in _inOrder) _log.Note(zone.Info, zone.Channel.File, zone.Outcome, first, () => HwmonFindings.Of(zone));
    }

    /// <inheritdoc/>
    public void Read(in SensorContext context, Buffer<ZoneReading> readings)
    {
        foreach (var zone in _inOrder)
        {
            zone.Read(_buffer, context.TimestampNanoseconds, out var microjoules);
            readings.Add(new ZoneReading(zone.Info, zone.CountsAs, zone.Outcome, microjoules)
            {
                IsBaseline = zone.SkippedTime,
                UnseenMicrojoules = zone.UnseenMicrojoules,
            });
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<SensorFinding> Describe()
    {
        if (_tree is null) Refresh();
        if (_inOrder.Length == 0) return [_findings.OfNothing(_tree!)];
        var findings = _inOrder.Select(HwmonFindings.Of);
        return _leftOut == 0 ? [.. findings] : [.. findings, HwmonFindings.OfRest(_tree!, _leftOut)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var zone in _inOrder) zone.Dispose();
    }

    private void Visit(HwmonChannel channel)
    {
        if (!_zones.TryGetValue(channel.Address, out var zone))
        {
            if (_zones.Count == MostZones)
            {
                _leftOut++;
                return;
            }

            var integral = new PowerIntegral(_longestGap, Math.Max(_longestGap, LeastBridgeNanoseconds));
            _zones.Add(channel.Address, zone = new HwmonZone(channel, InfoOf(channel), integral));
        }

        zone.Reopen(channel, _buffer);
    }

    private ZoneInfo InfoOf(HwmonChannel channel)
    {
        var label = $"{channel.Chip}-{channel.Label}";
        var power = channel.Attribute.Quantity == HwmonQuantity.Power;
        return new ZoneInfo
        {
            Sensor = Name,
            Zone = _zones.Values.Any(zone => zone.Info.Zone == label) ? $"{label}@{channel.Address}" : label,
            Path = channel.Address,
            Method = power ? MeasurementMethod.Integrated : MeasurementMethod.Counter,
            Perimeter = channel.Meter.Perimeter,
            StatedUncertainty = channel.StatedUncertainty,
            IsEstimated = channel.Meter.Kind == HwmonMeterKind.CpuCounter && _cpu.EstimatesEnergy,
            MaxPowerMicrowatts = power ? HwmonValue.MaxSaneMicrowatts : 0,
            Package = channel.Meter.Kind == HwmonMeterKind.CpuRail ? channel.Meter.SocketNumber : null,
        };
    }
}
