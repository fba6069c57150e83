using Wattshare.Attribution.Model;

namespace Wattshare.Exporter.Sensors.Hwmon;

/// <summary>One channel with its open file. One thread.</summary>
/// <param name="channel">Where it was found first.</param>
/// <param name="info">What readings say of it.</param>
/// <param name="longestGapNanoseconds">The longest time over which power is integrated.</param>
internal sealed class HwmonZone(HwmonChannel channel, ZoneInfo info, long longestGapNanoseconds) : IDisposable
{
    private readonly CounterFile _file = new();
    private readonly PowerIntegral _integral = new(longestGapNanoseconds);
    private bool _shownOther;

    /// <summary>The channel, as found last.</summary>
    public HwmonChannel Channel { get; private set; } = channel;

    /// <summary>What readings say of the zone; the instance stays.</summary>
    public ZoneInfo Info => info;

    /// <summary>The outcome of the last read.</summary>
    public ReadOutcome Outcome { get; private set; } = ReadOutcome.Absent;

    /// <summary>True when the last read gave a value.</summary>
    public bool Readable => Outcome == ReadOutcome.Ok;

    /// <summary>Why the zone is counted or not.</summary>
    public HwmonRole Role { get; private set; }

    /// <summary>The component that the zone counts for, or null when it is shown only.</summary>
    public Component? CountsAs { get; private set; }

    /// <summary>Sets the role in the count.</summary>
    /// <param name="role">The role.</param>
    /// <param name="countsAs">The component, only with <see cref="HwmonRole.Counted"/>.</param>
    public void Assign(HwmonRole role, Component? countsAs) => (Role, CountsAs) = (role, countsAs);

    /// <summary>Opens the file anew, and looks whether it can be read where it could not.</summary>
    /// <param name="found">Where the channel was found this time.</param>
    /// <param name="buffer">Scratch space.</param>
    public void Reopen(HwmonChannel found, Span<byte> buffer)
    {
        Channel = found;
        _file.Reopen(found.File);
        if (!Readable) Outcome = ReadValue(buffer, out _);
    }

    /// <summary>The chip is gone.</summary>
    public void Vanish()
    {
        _file.Close(ReadOutcome.Absent);
        Outcome = ReadOutcome.Absent;
    }

    /// <summary>Reads the channel. Allocates nothing while the kernel answers.</summary>
    /// <param name="buffer">Scratch space.</param>
    /// <param name="nanoseconds">The instant of the sample.</param>
    /// <param name="microjoules">The energy counter, or the energy since the first reading of power; 0 without one.</param>
    public void Read(Span<byte> buffer, long nanoseconds, out long microjoules)
    {
        Outcome = ReadValue(buffer, out microjoules);
        if (!Readable || Channel.Attribute.Quantity == HwmonQuantity.Energy) return;

        // After too long a gap the energy of this interval is not known. That is a read without a value, and not an interval without power.
        if (!_integral.Observe(nanoseconds, microjoules)) Outcome = ReadOutcome.Failed;
        microjoules = Readable ? _integral.Microjoules : 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private ReadOutcome ReadValue(Span<byte> buffer, out long value)
    {
        var outcome = _file.Read(buffer, out value);
        if (outcome != ReadOutcome.Ok) return outcome;

        // A sensor that is not wired shows 0 from the beginning; one that has shown something else may well come to 0.
        var none = HwmonValue.IsNone(Channel.Attribute.Quantity, value) || (value == 0 && !_shownOther);
        _shownOther |= !none;
        if (!none) return ReadOutcome.Ok;
        value = 0;
        return ReadOutcome.Garbage;
    }
}
