using Wattshare.Attribution.Model;

namespace Wattshare.Exporter.Sensors.Rapl;

/// <summary>One zone with its open counter and what is known of its behaviour. One thread.</summary>
/// <param name="entry">Where it was found first.</param>
/// <param name="identity">What it is.</param>
/// <param name="info">What readings say of it.</param>
internal sealed class RaplZone(RaplEntry entry, RaplIdentity identity, ZoneInfo info) : IDisposable
{
    // The kernel registers a domain only when its counter is not 0, which does not prove that it moves; three reads do.
    private const int ReadsToJudge = 3;

    private readonly CounterFile _counter = new();
    private long _firstValue;
    private int _reads;

    /// <summary>The address; the zone is the same zone as long as it is the same.</summary>
    public RaplAddress Address => entry.Address;

    /// <summary>The full path of the counter, as found last.</summary>
    public string CounterPath { get; private set; } = Path.Combine(entry.Directory, "energy_uj");

    /// <summary>What the zone is.</summary>
    public RaplIdentity Identity { get; private set; } = identity;

    /// <summary>What readings say of the zone. The instance stays as long as nothing in it changes.</summary>
    public ZoneInfo Info { get; private set; } = info;

    /// <summary>The outcome of the last read.</summary>
    public ReadOutcome Outcome { get; private set; } = ReadOutcome.Absent;

    /// <summary>True when the last read gave a value.</summary>
    public bool Readable => Outcome == ReadOutcome.Ok;

    /// <summary>True once the counter was seen with two different values.</summary>
    public bool Moved { get; private set; }

    /// <summary>True when the first three reads gave the same value and nothing moved since.</summary>
    public bool Motionless => !Moved && _reads >= ReadsToJudge;

    /// <summary>Why the zone is counted or not.</summary>
    public RaplRole Role { get; private set; }

    /// <summary>The zone that is counted in its place, where there is one.</summary>
    public RaplZone? CountedInstead { get; private set; }

    /// <summary>The component that the zone counts for, or null when it is shown only.</summary>
    public Component? CountsAs { get; private set; }

    /// <summary>
    /// The component that the zone can stand in for while the one that counts has no value. Only a counter that was seen to move can: one that is
    /// not wired would count as a package that uses nothing.
    /// </summary>
    public Component? StandsInFor => Moved && Role is (RaplRole.Duplicate or RaplRole.MirroredDie) ? CountedInstead?.CountsAs : null;

    /// <summary>Sets what the zone is, and keeps the instance of <see cref="Info"/> when nothing changed.</summary>
    /// <param name="newIdentity">What it is.</param>
    /// <param name="newInfo">What readings say of it.</param>
    public void Identify(RaplIdentity newIdentity, ZoneInfo newInfo)
    {
        Identity = newIdentity;
        if (Info != newInfo) Info = newInfo;
    }

    /// <summary>Sets the role in the count.</summary>
    /// <param name="role">The role.</param>
    /// <param name="countsAs">The component, only with <see cref="RaplRole.Counted"/>.</param>
    /// <param name="instead">The zone that is counted in its place.</param>
    public void Assign(RaplRole role, Component? countsAs, RaplZone? instead) =>
        (Role, CountsAs, CountedInstead) = (role, countsAs, instead);

    /// <summary>Opens the counter anew and looks whether it can be read.</summary>
    /// <param name="directory">Where the zone was found this time.</param>
    /// <param name="buffer">Scratch space.</param>
    public void Reopen(string directory, Span<byte> buffer)
    {
        CounterPath = Path.Combine(directory, "energy_uj");
        _counter.Reopen(CounterPath);
        Outcome = ReadInRange(buffer, out _);
    }

    /// <summary>The zone's directory is gone.</summary>
    public void Vanish()
    {
        _counter.Close(ReadOutcome.Absent);
        Outcome = ReadOutcome.Absent;
    }

    /// <summary>Reads the counter. Allocates nothing while the kernel answers.</summary>
    /// <param name="buffer">Scratch space.</param>
    /// <param name="value">The counter in microjoules.</param>
    /// <returns>True when the zone's behaviour was judged anew, so that what is counted must be decided again.</returns>
    public bool Read(Span<byte> buffer, out long value)
    {
        Outcome = ReadInRange(buffer, out value);
        if (!Readable || Moved) return false;
        var judged = false;
        if (_reads == 0) _firstValue = value;
        if (_reads < ReadsToJudge) judged = ++_reads == ReadsToJudge;
        Moved = value != _firstValue;
        return Moved || judged;
    }

    /// <summary>
    /// Reads the counter between two samples. The zone is not judged by it: a counter that is updated every few milliseconds looks
    /// motionless to whoever reads it three times in three milliseconds.
    /// </summary>
    /// <param name="buffer">Scratch space.</param>
    /// <param name="value">The counter in microjoules.</param>
    /// <returns>The outcome, which is not kept.</returns>
    public ReadOutcome ReadUnjudged(Span<byte> buffer, out long value) => ReadInRange(buffer, out value);

    /// <inheritdoc/>
    public void Dispose() => _counter.Dispose();

    private ReadOutcome ReadInRange(Span<byte> buffer, out long value)
    {
        var outcome = _counter.Read(buffer, out value);
        if (outcome != ReadOutcome.Ok || Info.MaxRangeMicrojoules == 0 || value <= Info.MaxRangeMicrojoules) return outcome;
        value = 0;
        return ReadOutcome.Garbage;
    }
}
