using Wattshare.Attribution.Sampling;

namespace Wattshare.Exporter.Sensors;

/// <summary>
/// Tells when what the sensors said of themselves has to be asked for again: when a zone came, went, or began to be read or to fail in
/// another way, and then every ten seconds at most, since saying it takes files and memory. One thread.
/// </summary>
internal sealed class FindingsWatch
{
    private int _state;
    private long _askedAt;
    private bool _asked;

    /// <summary>Looks at the outcomes of a sample. Allocates nothing.</summary>
    /// <param name="readings">The readings of all zones.</param>
    /// <param name="timestamp">The instant of the sample in nanoseconds.</param>
    /// <returns>True when the sensors are to be asked now.</returns>
    public bool IsDue(ReadOnlySpan<ZoneReading> readings, long timestamp)
    {
        var state = StateOf(readings);
        if (_asked && (state == _state || timestamp - _askedAt < SensorSet.RefreshNanoseconds)) return false;
        (_state, _askedAt, _asked) = (state, timestamp, true);
        return true;
    }

    private static int StateOf(ReadOnlySpan<ZoneReading> readings)
    {
        var state = default(HashCode);
        foreach (ref readonly var reading in readings)
        {
            state.Add((int)reading.Outcome);
            state.Add((int?)reading.CountsAs ?? -1);
        }

        return state.ToHashCode();
    }
}
