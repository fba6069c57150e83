using Wattshare.Attribution.Sampling;

namespace Wattshare.Exporter.Sensors;

/// <summary>
/// One kind of energy source: RAPL, perf events, hwmon, the model, the share inside a guest; later NVML, BMC. All calls come from the sampling
/// thread, one at a time. No member throws for what a machine can do to it: what cannot be read is an outcome.
/// </summary>
internal interface ISensor : IDisposable
{
    /// <summary>The name used in <c>--sensors</c> and in the label <c>sensor</c>.</summary>
    string Name { get; }

    /// <summary>Looks for zones that appeared or disappeared. Does I/O; called at the start and every few seconds, not each tick.</summary>
    void Refresh();

    /// <summary>Appends one reading for every known zone, failed reads included. Allocates nothing in steady state.</summary>
    /// <param name="context">The instant of the sample and the host's CPU time at it.</param>
    /// <param name="readings">Where the readings go.</param>
    void Read(in SensorContext context, Buffer<ZoneReading> readings);

    /// <summary>
    /// Appends one reading for every counted zone that the last <see cref="Read"/> gave a value of, for the instants between two
    /// samples, up to a thousand a second. Looks for nothing, decides nothing, allocates nothing. A sensor whose values do not
    /// change between samples appends nothing.
    /// </summary>
    /// <param name="readings">Where the readings go.</param>
    void ReadBetween(Buffer<ZoneReading> readings)
    {
    }

    /// <summary>
    /// Called every few seconds within a long interval: a sensor whose counters turn before the next sample, where nobody looks at them, looks at them now.
    /// </summary>
    void KeepUp()
    {
    }

    /// <summary>Says, zone by zone, what can be measured and what cannot, why, and the command that mends it.</summary>
    /// <returns>One line per finding, for <c>wattshare check</c> and the start-up log; never empty.</returns>
    IReadOnlyList<SensorFinding> Describe();
}
