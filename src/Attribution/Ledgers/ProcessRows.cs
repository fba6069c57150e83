using System.Collections.Immutable;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;
using Wattshare.Attribution.Usage;

namespace Wattshare.Attribution.Ledgers;

/// <summary>
/// Chooses which processes have rows of their own and books the rest under "other", without ever taking energy back: a row begins
/// when its process is chosen, and what it holds is folded into "other" when it goes. One thread.
/// </summary>
/// <param name="limit">How many processes are shown at most; 0 none, <see cref="int.MaxValue"/> every one.</param>
internal sealed class ProcessRows(int limit)
{
    /// <summary>A newcomer must be this much stronger than the weakest row, so that rows do not flap between equals.</summary>
    private const double Hysteresis = 1.25;

    private const double HalfLifeNanoseconds = 30e9;

    private readonly Buffer<ProcessState> _shown = new();
    private ComponentEnergy _other;
    private ComponentEnergy _otherInterval;

    /// <summary>Every process that has no row, ended ones included.</summary>
    public EnergyAmount Other => new(_other, _otherInterval);

    /// <summary>Begins an interval.</summary>
    public void BeginInterval() => _otherInterval = default;

    /// <summary>Books energy of processes that ended unseen.</summary>
    /// <param name="component">The component.</param>
    /// <param name="microjoules">The energy.</param>
    public void AddEnded(Component component, long microjoules)
    {
        _other[component] += microjoules;
        _otherInterval[component] += microjoules;
    }

    /// <summary>Chooses the rows and books the interval's energy of every process that was read.</summary>
    /// <param name="read">The processes of this interval.</param>
    /// <param name="timestampNanoseconds">The instant of the sample.</param>
    public void Book(ReadOnlySpan<ProcessState> read, long timestampNanoseconds)
    {
        foreach (var process in read)
        {
            var energy = process.Energy.Total;
            if (energy == 0) continue;
            process.Score = Faded(process, timestampNanoseconds) + energy;
            process.ScoreTime = timestampNanoseconds;
            if (!process.Shown && !process.Ended) Consider(process, timestampNanoseconds);
        }

        foreach (var process in read) Book(process);
        RemoveEnded();
    }

    /// <summary>The rows of the report, ordered by pid and start time.</summary>
    /// <param name="interval">The number of the interval that a row's last energy has to belong to.</param>
    /// <returns>Immutable rows.</returns>
    public ImmutableArray<ProcessRow> ToRows(long interval)
    {
        var rows = ImmutableArray.CreateBuilder<ProcessRow>(_shown.Count);
        foreach (var process in _shown.Items)
            rows.Add(new ProcessRow(process.Info, new EnergyAmount(process.ShownEnergy, process.Interval == interval ? process.Energy : default)));
        rows.Sort(static (a, b) => (a.Process.Key.Pid, a.Process.Key.StartTicks).CompareTo((b.Process.Key.Pid, b.Process.Key.StartTicks)));
        return rows.MoveToImmutable();
    }

    private void Consider(ProcessState process, long now)
    {
        if (limit == 0) return;
        if (_shown.Count < limit)
        {
            process.Shown = true;
            _shown.Add(process);
            return;
        }

        var rows = _shown.Items;
        var weakest = 0;
        for (var i = 1; i < rows.Length; i++)
            if (Faded(rows[i], now) < Faded(rows[weakest], now)) weakest = i;
        if (process.Score <= Faded(rows[weakest], now) * Hysteresis) return;
        Fold(rows[weakest]);
        process.Shown = true;
        rows[weakest] = process;
    }

    private void Book(ProcessState process)
    {
        if (process.Shown)
        {
            process.ShownEnergy += process.Energy;
            return;
        }

        _other += process.Energy;
        _otherInterval += process.Energy;
    }

    private void RemoveEnded()
    {
        var kept = 0;
        var rows = _shown.Items;
        foreach (var process in rows)
        {
            if (process.Ended) Fold(process);
            else rows[kept++] = process;
        }

        rows[kept..].Clear();
        _shown.Resize(kept);
    }

    private void Fold(ProcessState process)
    {
        _other += process.ShownEnergy;
        process.ShownEnergy = default;
        process.Shown = false;
    }

    private static double Faded(ProcessState process, long now) =>
        process.Score == 0 ? 0 : process.Score * Math.Pow(2, -(now - process.ScoreTime) / HalfLifeNanoseconds);
}
