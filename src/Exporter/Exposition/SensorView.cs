using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Exporter.Exposition;

/// <summary>Writes the families of the raw zones: energies, what they are, and their health. One thread.</summary>
internal sealed class SensorView : IDisposable
{
    private readonly SeriesTable<long> _energies = new();
    private readonly SeriesTable<SensorSeries> _zones = new();
    private readonly SeriesTable<byte> _infos = new();

    /// <summary>The value of the label <c>method</c>.</summary>
    /// <param name="method">A defined method.</param>
    /// <returns>A lower-case word, constant for ever.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The method is not a defined one.</exception>
    public static string MethodName(MeasurementMethod method) => method switch
    {
        MeasurementMethod.Counter => "counter",
        MeasurementMethod.Integrated => "integrated",
        MeasurementMethod.Model => "model",
        _ => throw new ArgumentOutOfRangeException(nameof(method)),
    };

    /// <summary>Writes the families.</summary>
    /// <param name="writer">The text.</param>
    /// <param name="report">The report.</param>
    public void Write(ref ExpositionWriter writer, PowerReport report)
    {
        _energies.Clear();
        _zones.Clear();
        _infos.Clear();
        foreach (var row in report.Sensors) Gather(row);
        WriteEnergies(ref writer);
        WriteUp(ref writer);
        WriteInfos(ref writer);
        WriteErrors(ref writer);
        WriteCounts(ref writer);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _energies.Dispose();
        _zones.Dispose();
        _infos.Dispose();
    }

    private void Gather(SensorRow row)
    {
        if (row.HasEnergy)
        {
            LabelZone(_energies, row);
            _energies.Label("path"u8, row.Zone.Path);
            _energies.Commit(out _) += row.EnergyMicrojoules;
        }

        LabelZone(_zones, row);
        _zones.Commit(out _).Add(row);

        LabelZone(_infos, row);
        _infos.Label("component"u8, row.CountsAs is { } component ? Components.Name(component) : "");
        _infos.Label("method"u8, MethodName(row.Zone.Method));
        _infos.Label("perimeter"u8, row.Zone.Perimeter);
        _infos.Commit(out _);
    }

    private static void LabelZone<T>(SeriesTable<T> table, SensorRow row)
        where T : struct
    {
        table.Label("sensor"u8, row.Zone.Sensor);
        table.Label("zone"u8, row.Zone.Zone);
    }

    private void WriteEnergies(ref ExpositionWriter writer)
    {
        writer.Family(MetricCatalog.SensorEnergy);
        for (var i = 0; i < _energies.Count; i++)
        {
            writer.Sample();
            writer.Labels(_energies.Labels(i));
            writer.Joules(_energies[i]);
        }
    }

    private void WriteUp(ref ExpositionWriter writer)
    {
        writer.Family(MetricCatalog.SensorUp);
        for (var i = 0; i < _zones.Count; i++) WriteCount(ref writer, i, default, _zones[i].Up ? 1 : 0);
    }

    private void WriteInfos(ref ExpositionWriter writer)
    {
        writer.Family(MetricCatalog.SensorInfo);
        for (var i = 0; i < _infos.Count; i++)
        {
            writer.Sample();
            writer.Labels(_infos.Labels(i));
            writer.Integer(1);
        }
    }

    private void WriteErrors(ref ExpositionWriter writer)
    {
        writer.Family(MetricCatalog.SensorErrors);
        for (var i = 0; i < _zones.Count; i++)
        {
            WriteCount(ref writer, i, "reason=\"absent\""u8, _zones[i].Absent);
            WriteCount(ref writer, i, "reason=\"denied\""u8, _zones[i].Denied);
            WriteCount(ref writer, i, "reason=\"garbage\""u8, _zones[i].Garbage);
            WriteCount(ref writer, i, "reason=\"failed\""u8, _zones[i].Failed);
            WriteCount(ref writer, i, "reason=\"implausible\""u8, _zones[i].Implausible);
        }
    }

    private void WriteCounts(ref ExpositionWriter writer)
    {
        writer.Family(MetricCatalog.SensorWraps);
        for (var i = 0; i < _zones.Count; i++) WriteCount(ref writer, i, default, _zones[i].Wraps);
        writer.Family(MetricCatalog.SensorResets);
        for (var i = 0; i < _zones.Count; i++) WriteCount(ref writer, i, default, _zones[i].Resets);
    }

    private void WriteCount(ref ExpositionWriter writer, int zone, ReadOnlySpan<byte> rest, long value)
    {
        writer.Sample();
        writer.Labels(_zones.Labels(zone));
        if (!rest.IsEmpty) writer.Labels(rest);
        writer.Integer(value);
    }
}
