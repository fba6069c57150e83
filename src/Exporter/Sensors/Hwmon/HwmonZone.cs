using Wattshare.Attribution.Model;

namespace Wattshare.Exporter.Sensors.Hwmon;

/// <summary>One channel with its open file. One thread.</summary>
/// <param name="channel">Where it was found first.</param>
/// <param name="info">What readings say of it.</param>
/// <param name="integral">Where power becomes energy.</param>
internal sealed class HwmonZone(HwmonChannel channel, ZoneInfo info, PowerIntegral integral) : IDisposable
{
    private readonly CounterFile _file = new();
    private bool _shownOther;

    /// <summary>The channel, as found last.</summary>
    public HwmonChannel Channel { get; private set; } = channel;

    /// <summary>What readings say of the zone; the instance stays.</summary>
    public ZoneInfo Info => info;

    /// <summary>The outcome of the last read.</summary>
    public ReadOutcome Outcome { get; private set; } = ReadOutcome.Absent;

    /// <summary>True when the last read gave a value.</summary>
    public bool Readable => Outcome == ReadOutcome.Ok;

    /// <summary>True once a read gave a value.</summary>
    public bool HadValue { get; private set; }

    /// <summary>True when the last read came after too long a time: the energy of that is not known and not in the value.</summary>
    public bool SkippedTime { get; private set; }

    /// <summary>The part of the last read's energy that was put in over a long time without one, in microjoules.</summary>
    public long UnseenMicrojoules { get; private set; }

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
        (SkippedTime, UnseenMicrojoules) = (false, 0);
        if (!Readable || Channel.Attribute.Quantity == HwmonQuantity.Energy) return;
        SkippedTime = !integral.Observe(nanoseconds, microjoules);
        UnseenMicrojoules = integral.UnseenMicrojoules;
        microjoules = integral.Microjoules;
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
        if (none) (outcome, value) = (ReadOutcome.Garbage, 0);
        HadValue |= !none;
        return outcome;
    }
}
