using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Diagnostics;

namespace Wattshare.Exporter.Sensors;

/// <summary>
/// The rule by which a model stands in for counters: at the start only. Once a counter was readable the model is out for good, and a
/// counter that vanishes later leaves its energy absent: modelled energy in a measured series would pass for a measurement, and when
/// the counter returns it covers the gap itself, which the model would then have counted a second time. One thread.
/// </summary>
/// <param name="logger">Where the end of the model is reported.</param>
internal sealed partial class ModelFallback(ILogger logger)
{
    private bool _modelled;

    /// <summary>True once a counter of the processors or of the whole machine gave a value.</summary>
    public bool Measured { get; private set; }

    /// <summary>Tells whether a counter of this component makes the model superfluous.</summary>
    /// <param name="counted">What the counter counts for.</param>
    /// <returns>True for the processors and the whole machine.</returns>
    public static bool IsReplacedBy(Component? counted) => counted is Component.Cpu or Component.Platform;

    /// <summary>Applies the rule to the readings of one sample.</summary>
    /// <param name="zones">The readings of all sensors; modelled ones are kept, turned into shown ones, or dropped.</param>
    public void Settle(Buffer<ZoneReading> zones)
    {
        var modelled = false;
        foreach (ref readonly var reading in zones.Items) modelled |= Notice(reading);
        var kept = 0;
        foreach (var reading in zones.Items)
        {
            // A counter that cannot be read counts for nothing while the model stands in for it.
            if (reading.Zone.Method != MeasurementMethod.Model)
                zones.Items[kept++] = modelled && !Measured && IsReplacedBy(reading.CountsAs) ? reading with { CountsAs = null } : reading;
            else if (!Measured) (zones.Items[kept++], _modelled) = (reading, true);

            // A model that never counted is not shown at all; one that did keeps its series and adds nothing to any component.
            else if (_modelled) zones.Items[kept++] = reading with { CountsAs = null };
        }

        zones.Resize(kept);
    }

    /// <summary>Notes a counter that can be read; true for a model.</summary>
    private bool Notice(in ZoneReading reading)
    {
        if (reading.Zone.Method == MeasurementMethod.Model) return true;
        if (Measured || reading.Outcome != ReadOutcome.Ok || !IsReplacedBy(reading.CountsAs)) return false;
        Measured = true;
        if (_modelled) LogRetired(reading.Zone.Zone);
        return false;
    }

    [LoggerMessage(EventIds.ModelRetired, LogLevel.Information, "Counter {Zone} can be read: the model is out of use from now on")]
    private partial void LogRetired(string zone);
}
