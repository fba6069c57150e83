using Wattshare.Attribution.Model;
using Wattshare.Attribution.Sampling;
using Wattshare.Exporter.Sensors.Rapl;

namespace Wattshare.Exporter.Sensors.Perf;

/// <summary>One event of one package, die or core, with what is known of its counter. One thread.</summary>
/// <param name="description">The event.</param>
/// <param name="place">What it is the event of.</param>
/// <param name="info">What readings say of it.</param>
internal sealed class PerfZone(PerfEvent description, PerfPlace place, ZoneInfo info)
{
    // As for powercap's zones: three reads tell a counter that is not wired.
    private const int ReadsToJudge = 3;

    private PerfCount _count;
    private int _reads;
    private ulong _unit;

    /// <summary>The event.</summary>
    public PerfEvent Event => description;

    /// <summary>What it is the event of.</summary>
    public PerfPlace Place => place;

    /// <summary>What readings say of the zone. The instance stays but for the first values, from which the counter's unit is learned.</summary>
    public ZoneInfo Info { get; private set; } = info;

    /// <summary>The outcome of opening or of the last read.</summary>
    public ReadOutcome Outcome { get; private set; } = ReadOutcome.Absent;

    /// <summary>The kernel's error number behind <see cref="Outcome"/>, or 0.</summary>
    public int Error { get; private set; }

    /// <summary>True when the last read gave a value.</summary>
    public bool Readable => Outcome == ReadOutcome.Ok;

    /// <summary>True once the counter was open; before, the zone is not shown.</summary>
    public bool WasOpen { get; private set; }

    /// <summary>The energy since the counter was opened, in microjoules; it begins at 0 again when it is opened anew.</summary>
    public long Microjoules { get; private set; }

    /// <summary>Within which time the last value was read.</summary>
    public ReadBracket Bracket { get; private set; }

    /// <summary>True once the counter left 0, where it begins.</summary>
    public bool Moved { get; private set; }

    /// <summary>True when three reads gave 0 and nothing moved since.</summary>
    public bool Motionless => !Moved && _reads >= ReadsToJudge;

    /// <summary>Why the zone is counted or not.</summary>
    public RaplRole Role { get; private set; }

    /// <summary>The zone that is counted in its place, where there is one.</summary>
    public PerfZone? CountedInstead { get; private set; }

    /// <summary>The component that the zone counts for, or null when it is shown only.</summary>
    public Component? CountsAs { get; private set; }

    /// <summary>The component that the zone can stand in for while the one that counts has no value; only a counter that was seen to move can.</summary>
    public Component? StandsInFor => Moved && Role is (RaplRole.Duplicate or RaplRole.MirroredDie) ? CountedInstead?.CountsAs : null;

    /// <summary>Sets the role in the count.</summary>
    /// <param name="role">The role.</param>
    /// <param name="countsAs">The component, only with <see cref="RaplRole.Counted"/>.</param>
    /// <param name="instead">The zone that is counted in its place.</param>
    public void Assign(RaplRole role, Component? countsAs, PerfZone? instead) => (Role, CountsAs, CountedInstead) = (role, countsAs, instead);

    /// <summary>The counter was opened and begins at 0.</summary>
    public void Open()
    {
        _count.Restart();
        (Outcome, Error, Microjoules, WasOpen) = (ReadOutcome.Ok, 0, 0, true);
    }

    /// <summary>The counter cannot be opened or read.</summary>
    /// <param name="outcome">Anything but <see cref="ReadOutcome.Ok"/>.</param>
    /// <param name="error">The kernel's error number, or 0.</param>
    public void Fail(ReadOutcome outcome, int error) => (Outcome, Error, Microjoules) = (outcome, error, 0);

    /// <summary>Takes in a value of the counter.</summary>
    /// <param name="value">The count.</param>
    /// <param name="bracket">Within which time it was read.</param>
    public void Take(ulong value, ReadBracket bracket)
    {
        Bracket = bracket;
        _count.Observe(value);
        Outcome = description.Scale.TryConvert(_count.Total, out var microjoules) ? ReadOutcome.Ok : ReadOutcome.Garbage;
        Microjoules = microjoules;
    }

    /// <summary>Judges the counter by the value of a sample; reads between samples come too fast to tell.</summary>
    /// <returns>True when it was judged anew, so that what is counted must be decided again.</returns>
    public bool Judge()
    {
        if (!Readable) return false;
        if (_count.Unit != _unit) LearnUnit();
        if (Moved) return false;
        var judged = _reads < ReadsToJudge && ++_reads == ReadsToJudge;
        Moved = _count.Total != 0;
        return Moved || judged;
    }

    /// <summary>The event's scale is that of the kernel's own count, 2^-32 J, while the register counts 2^-14 J, or whole joules.</summary>
    private void LearnUnit()
    {
        _unit = _count.Unit;
        Info = Info with { UnitMicrojoules = (double)_unit * description.Scale.Numerator / description.Scale.Denominator };
    }
}
