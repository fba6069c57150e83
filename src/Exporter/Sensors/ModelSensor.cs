using System.Globalization;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Exporter.Sensors;

/// <summary>
/// The model for machines without a counter: power between an idle and a full-load figure by the host's real utilisation. It
/// measures nothing, and everything it gives says so. All calls come from one thread.
/// </summary>
/// <param name="parameters">The two figures.</param>
internal sealed class ModelSensor(ModelParameters parameters) : ISensor
{
    // CPU time advances in ticks of 10 ms, so over an interval of 1 ms the formula can give several times the full load for once.
    // Such a step evens out and must not be refused as implausible.
    private const int TickHeadroom = 100;

    private readonly ModelEnergy _energy = new(parameters.IdleMicrowatts, parameters.MaxMicrowatts);

    private readonly ZoneInfo _zone = new()
    {
        Sensor = "model",
        Zone = "cpu",
        Path = "model:cpu",
        Method = MeasurementMethod.Model,
        Perimeter = "cpu_package",
        MaxPowerMicrowatts = parameters.MaxMicrowatts * TickHeadroom,
        IdleMicrowatts = parameters.IdleMicrowatts,
        IsEstimated = parameters.IsGuess,
    };

    /// <inheritdoc/>
    public string Name => "model";

    /// <inheritdoc/>
    public void Refresh()
    {
        // A formula has no zones that come and go.
    }

    /// <inheritdoc/>
    public void Read(in SensorContext context, Buffer<ZoneReading> readings)
    {
        if (context.Cpu is not { } cpu)
        {
            // The totals of the next reading cover the gap.
            readings.Add(new ZoneReading(_zone, Component.Cpu, ReadOutcome.Failed, 0));
            return;
        }

        _energy.Observe(context.TimestampNanoseconds, cpu.BusyNanoseconds, context.HardwareThreads);
        readings.Add(new ZoneReading(_zone, Component.Cpu, ReadOutcome.Ok, _energy.Microjoules));
    }

    /// <inheritdoc/>
    public IReadOnlyList<SensorFinding> Describe()
    {
        var range = string.Create(CultureInfo.InvariantCulture, $"{parameters.IdleWatts} W idle to {parameters.MaxWatts} W at full load");
        var message = $"{range}, by utilisation; {parameters.Source}.";
        return [new SensorFinding(
            Name, _zone.Zone, _zone.Path, ReadOutcome.Ok, MeasurementMethod.Model, Component.Cpu, message,
            "give the machine's own figures with --model.cpu-watts=IDLE,MAX")];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing.
    }
}
