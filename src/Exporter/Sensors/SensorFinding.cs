using Wattshare.Attribution.Model;

namespace Wattshare.Exporter.Sensors;

/// <summary>One thing to tell an operator about a sensor.</summary>
/// <param name="Sensor">The sensor's name.</param>
/// <param name="Zone">The zone's name, or empty when the finding is about the sensor as a whole.</param>
/// <param name="Path">The full path or address that was looked at.</param>
/// <param name="Outcome">The outcome of looking.</param>
/// <param name="Method">How the zone comes to its energy.</param>
/// <param name="CountsAs">The component that the zone counts for, or null when it is only shown or not there.</param>
/// <param name="Message">One sentence: what it is or why it cannot be used.</param>
/// <param name="Fix">The command or step that mends it, or empty when nothing is to be done.</param>
internal sealed record SensorFinding(
    string Sensor,
    string Zone,
    string Path,
    ReadOutcome Outcome,
    MeasurementMethod Method,
    Component? CountsAs,
    string Message,
    string Fix)
{
    /// <summary>The zone that the finding is about, or null when it is about the sensor as a whole; sensors that never overlap with others leave it out.</summary>
    public ZoneInfo? About { get; init; }
}
