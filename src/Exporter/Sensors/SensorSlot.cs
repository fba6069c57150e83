using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Diagnostics;

namespace Wattshare.Exporter.Sensors;

/// <summary>
/// One sensor of a set, fenced off: what it throws against its contract becomes failed readings of its zones and a fault, and the
/// other sensors go on. One thread.
/// </summary>
/// <param name="sensor">The sensor; the slot disposes of it.</param>
/// <param name="faults">Where a throwing sensor is reported.</param>
internal sealed class SensorSlot(ISensor sensor, FaultLog faults) : IDisposable
{
    private readonly string _subject = $"sensor {sensor.Name}";
    private readonly string _refreshSubject = $"sensor {sensor.Name}, looking for zones";
    private ZoneReading[] _known = [];

    /// <summary>The sensor's name.</summary>
    public string Name => sensor.Name;

    /// <summary>Looks for zones that came or went.</summary>
    public void Refresh()
    {
        try
        {
            sensor.Refresh();
            faults.Recovered(FaultKind.SampleFailed, _refreshSubject);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Report(_refreshSubject, exception);
        }
    }

    /// <summary>Appends one reading for every zone of the sensor.</summary>
    /// <param name="context">The instant of the sample.</param>
    /// <param name="readings">Where the readings go.</param>
    public void Read(in SensorContext context, Buffer<ZoneReading> readings)
    {
        var start = readings.Count;
        try
        {
            sensor.Read(context, readings);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Report(_subject, exception);

            // Half a sensor would look like zones that have gone; all of them have failed instead.
            readings.Resize(start);
            foreach (var known in _known) readings.Add(known with { Outcome = ReadOutcome.Failed, RawMicrojoules = 0 });
            return;
        }

        faults.Recovered(FaultKind.SampleFailed, _subject);
        Remember(readings.Items[start..]);
    }

    /// <summary>
    /// Appends the counted zones between two samples. What the sensor throws is the caller's to bear: it loses nothing but detail,
    /// and the next sample puts the fence up again.
    /// </summary>
    /// <param name="readings">Where the readings go.</param>
    public void ReadBetween(Buffer<ZoneReading> readings) => sensor.ReadBetween(readings);

    /// <summary>Looks at counters that would turn unseen. What the sensor throws is the caller's to bear.</summary>
    public void KeepUp() => sensor.KeepUp();

    /// <summary>What the sensor says of itself.</summary>
    /// <returns>Its findings, or one that says that it failed.</returns>
    public IReadOnlyList<SensorFinding> Describe()
    {
        try
        {
            return sensor.Describe();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Report(_subject, exception);
            return [new SensorFinding(
                sensor.Name, "", "", ReadOutcome.Failed, MeasurementMethod.Counter, null, $"The sensor failed: {exception.Message}", "")];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => sensor.Dispose();

    private void Remember(ReadOnlySpan<ZoneReading> readings)
    {
        if (_known.Length != readings.Length) _known = new ZoneReading[readings.Length];
        readings.CopyTo(_known);
    }

    private void Report(string subject, Exception exception) => faults.Report(
        FaultKind.SampleFailed,
        subject,
        $"The sensor failed ({exception.GetType().Name}: {exception.Message}); what it does not give is absent. Please report this.");
}
