using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Power;

/// <summary>
/// Cuts the energy of one component into steps and keeps their powers. Counters are updated about every millisecond with jitter, and
/// many in coarse units, so the power between two readings may be anything. A step therefore ends where the counter moved and at least
/// 10 ms after it began, or, when nothing moved for so long, after 1 s: it is then an honest 0. One thread.
/// </summary>
/// <param name="component">The component.</param>
internal sealed class ComponentPower(Component component)
{
    /// <summary>The shortest step: a jitter of one update of the counter is a tenth of it.</summary>
    private const long MinNanoseconds = 10_000_000;

    /// <summary>The time after which a counter that does not move says that there is no power.</summary>
    private const long MaxNanoseconds = 1_000_000_000;

    /// <summary>How many times as long as the doubt about its end a step is at least.</summary>
    private const int MostDoubt = 10;

    private readonly PowerRing _ring = new();
    private readonly PowerHistogram _histogram = new();
    private bool _isRunning;
    private long _begin;
    private long _microjoules;
    private bool _moved;

    /// <summary>The component.</summary>
    public Component Component => component;

    /// <summary>The row of the report as of the last <see cref="Refresh"/>.</summary>
    public PowerRow Row { get; private set; } = new(component, null, null, PowerHistogram.Nothing);

    /// <summary>Drops the step that is under way: how long its energy took cannot be told.</summary>
    public void Break() => _isRunning = false;

    /// <summary>Adds energy to the step.</summary>
    /// <param name="microjoules">The energy.</param>
    public void Add(long microjoules)
    {
        _microjoules += microjoules;
        _moved |= microjoules > 0;
    }

    /// <summary>Notes a reading at which all of the energy up to it is known.</summary>
    /// <param name="bracket">
    /// Between which two instants it was made. A step does not end at a reading whose instant is doubtful by more than a tenth of the step,
    /// as where the thread was stopped in the middle of it: the energy is right and the time is not, which would be a peak that is none.
    /// </param>
    public void Read(ReadBracket bracket)
    {
        var instant = bracket.MiddleNanoseconds;
        var elapsed = instant - _begin;
        if (_isRunning && elapsed >= Math.Max(_moved ? MinNanoseconds : MaxNanoseconds, MostDoubt * bracket.LengthNanoseconds)) End(instant, elapsed);
        else if (!_isRunning) Begin(instant);
        _moved = false;
    }

    /// <summary>Brings the row up to date.</summary>
    /// <param name="timestampNanoseconds">The instant of the sample.</param>
    /// <param name="elapsedNanoseconds">The length of the last interval.</param>
    /// <returns>False when the row is still the same.</returns>
    public bool Refresh(long timestampNanoseconds, long elapsedNanoseconds)
    {
        _ring.Find(timestampNanoseconds, elapsedNanoseconds, out var low, out var peak);
        var distribution = _histogram.ToDistribution();
        if (Row.PeakMicrowatts == peak && Row.LowMicrowatts == low && ReferenceEquals(Row.Distribution, distribution)) return false;
        Row = new PowerRow(component, peak, low, distribution);
        return true;
    }

    private void End(long timestampNanoseconds, long elapsed)
    {
        var microwatts = (long)((Int128)_microjoules * 1_000_000_000 / elapsed);
        _ring.Add(timestampNanoseconds, microwatts);
        _histogram.Add(microwatts);
        Begin(timestampNanoseconds);
    }

    private void Begin(long timestampNanoseconds)
    {
        _isRunning = true;
        _begin = timestampNanoseconds;
        _microjoules = 0;
    }
}
