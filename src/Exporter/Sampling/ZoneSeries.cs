using Wattshare.Attribution.Sampling;

namespace Wattshare.Exporter.Sampling;

/// <summary>Readings of zones at several instants, in order, one after the other in one block of memory. One thread.</summary>
internal sealed class ZoneSeries
{
    private readonly Buffer<Instant> _instants = new();

    /// <summary>Where the readings of the instant that has begun are added.</summary>
    public Buffer<ZoneReading> Readings { get; } = new();

    /// <summary>The number of instants that have ended.</summary>
    public int Count => _instants.Count;

    /// <summary>Begins an instant: what was read of one that never ended is no part of it.</summary>
    public void Begin() => Readings.Resize(StartOf(Count));

    /// <summary>Ends an instant, which is left out when it has no readings.</summary>
    /// <param name="nanoseconds">The instant on the monotonic clock.</param>
    public void End(long nanoseconds)
    {
        if (Readings.Count > StartOf(Count)) _instants.Add(new Instant(nanoseconds, Readings.Count));
    }

    /// <summary>The readings of one instant.</summary>
    /// <param name="index">From 0 to <see cref="Count"/>, exclusive.</param>
    /// <param name="nanoseconds">The instant on the monotonic clock.</param>
    /// <returns>The readings, valid until something is added.</returns>
    public ReadOnlySpan<ZoneReading> At(int index, out long nanoseconds)
    {
        var instant = _instants.Items[index];
        nanoseconds = instant.Nanoseconds;
        return Readings.Items[StartOf(index)..instant.End];
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _instants.Clear();
        Readings.Clear();
    }

    private int StartOf(int index) => index == 0 ? 0 : _instants.Items[index - 1].End;

    private readonly record struct Instant(long Nanoseconds, int End);
}
