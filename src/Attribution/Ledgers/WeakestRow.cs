using Wattshare.Attribution.Sampling;
using Wattshare.Attribution.Usage;

namespace Wattshare.Attribution.Ledgers;

/// <summary>
/// Finds the shown process with the lowest score. Scores fade with time and are compared at one instant, so they are reckoned once an
/// interval. Within an interval they only rise (a row that is replaced goes to a stronger process), so the weakest stays the weakest
/// until it is raised itself: thousands of candidates cost one comparison each. One thread; allocates nothing in steady state.
/// </summary>
/// <param name="halfLifeNanoseconds">The time in which a score fades to its half.</param>
internal sealed class WeakestRow(double halfLifeNanoseconds)
{
    private readonly Buffer<double> _strengths = new();
    private int _weakest = -1;

    /// <summary>Begins an interval.</summary>
    public void Forget()
    {
        _strengths.Clear();
        _weakest = -1;
    }

    /// <summary>The score of a process at an instant.</summary>
    /// <param name="process">The process.</param>
    /// <param name="now">The instant in nanoseconds.</param>
    /// <returns>Its score, faded.</returns>
    public double Faded(ProcessState process, long now) =>
        process.Score == 0 ? 0 : process.Score * Math.Pow(2, -(now - process.ScoreTime) / halfLifeNanoseconds);

    /// <summary>Notes that the score of a shown process was raised in this interval, or that its place went to a stronger one.</summary>
    /// <param name="process">The process that has the place now.</param>
    public void Raise(ProcessState process)
    {
        if (_strengths.Count == 0) return;
        _strengths.Items[process.Place] = process.Score;
        if (_weakest == process.Place) _weakest = -1;
    }

    /// <summary>Finds the first of the weakest.</summary>
    /// <param name="shown">The processes that are shown, at least one; the same ones until <see cref="Forget"/>, but for what is raised.</param>
    /// <param name="now">The instant of the interval.</param>
    /// <param name="strength">Its score.</param>
    /// <returns>Its place.</returns>
    public int Find(ReadOnlySpan<ProcessState> shown, long now, out double strength)
    {
        if (_strengths.Count == 0) Reckon(shown, now);
        var strengths = _strengths.Items;
        if (_weakest < 0)
        {
            _weakest = 0;
            for (var i = 1; i < strengths.Length; i++)
                if (strengths[i] < strengths[_weakest]) _weakest = i;
        }

        strength = strengths[_weakest];
        return _weakest;
    }

    private void Reckon(ReadOnlySpan<ProcessState> shown, long now)
    {
        var strengths = _strengths.Resize(shown.Length);
        for (var i = 0; i < shown.Length; i++) strengths[i] = Faded(shown[i], now);
    }
}
