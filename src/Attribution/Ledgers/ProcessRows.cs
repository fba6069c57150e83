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
    private readonly Buffer<ProcessState> _sorted = new();
    private readonly WeakestRow _weakest = new(HalfLifeNanoseconds);
    private ImmutableArray<ProcessRow> _rows = [];
    private ComponentEnergy _other;
    private ComponentEnergy _otherInterval;
    private bool _isSorted = true;

    /// <summary>Every process that has no row, ended ones included.</summary>
    public EnergyAmount Other => new(_other, _otherInterval);

    /// <summary>All that was ever booked here: what the rows hold, and the rest.</summary>
    public ComponentEnergy Total
    {
        get
        {
            var total = _other;
            foreach (var process in _shown.Items) total += process.ShownEnergy;
            return total;
        }
    }

    /// <summary>Begins an interval.</summary>
    public void BeginInterval() => _otherInterval = default;

    /// <summary>Books energy of processes that nobody can tell, such as those that ended unseen.</summary>
    /// <param name="component">The component.</param>
    /// <param name="microjoules">The energy.</param>
    public void AddOther(Component component, long microjoules)
    {
        _other[component] += microjoules;
        _otherInterval[component] += microjoules;
    }

    /// <summary>Chooses the rows and books the interval's energy of every process that was read.</summary>
    /// <param name="read">The processes of this interval.</param>
    /// <param name="timestampNanoseconds">The instant of the sample.</param>
    public void Book(ReadOnlySpan<ProcessState> read, long timestampNanoseconds)
    {
        _weakest.Forget();
        foreach (var process in read)
        {
            var energy = process.Energy.Total;
            if (energy == 0) continue;
            process.Score = _weakest.Faded(process, timestampNanoseconds) + energy;
            process.ScoreTime = timestampNanoseconds;
            if (process.Shown) _weakest.Raise(process);
            else if (!process.Ended) Consider(process, timestampNanoseconds);
        }

        foreach (var process in read) Book(process);
        RemoveEnded();
    }

    /// <summary>The rows of the report, ordered by pid and start time.</summary>
    /// <param name="interval">The number of the interval that a row's last energy has to belong to.</param>
    /// <returns>Immutable rows; a row, or the array, in which nothing changed is the same object as before.</returns>
    public ImmutableArray<ProcessRow> ToRows(long interval)
    {
        Sort();
        var sorted = _sorted.Items;
        var isChanged = sorted.Length != _rows.Length;
        for (var i = 0; i < sorted.Length; i++)
        {
            var process = sorted[i];
            var last = process.Interval == interval ? process.Energy : default;
            if (process.Row is null || !ReferenceEquals(process.Row.Process, process.Info) || process.Row.Active.LastInterval != default)
                process.Row = new ProcessRow(process.Info, new EnergyAmount(process.ShownEnergy, last));
            isChanged = isChanged || !ReferenceEquals(process.Row, _rows[i]);
        }

        return isChanged ? _rows = Collect() : _rows;
    }

    private ImmutableArray<ProcessRow> Collect()
    {
        var rows = new ProcessRow[_sorted.Count];
        for (var i = 0; i < rows.Length; i++) rows[i] = _sorted.Items[i].Row!;
        return RowArrays.Freeze(rows);
    }

    private void Sort()
    {
        if (_isSorted) return;
        _sorted.Clear();
        _shown.Items.CopyTo(_sorted.Resize(_shown.Count));
        _sorted.Items.Sort(static (a, b) => (a.Info.Key.Pid, a.Info.Key.StartTicks).CompareTo((b.Info.Key.Pid, b.Info.Key.StartTicks)));
        _isSorted = true;
    }

    private void Consider(ProcessState process, long now)
    {
        if (limit == 0) return;
        if (_shown.Count < limit)
        {
            _shown.Add(process);
            Show(process, _shown.Count - 1);
            return;
        }

        var weakest = _weakest.Find(_shown.Items, now, out var strength);
        if (process.Score <= strength * Hysteresis) return;
        Fold(_shown.Items[weakest]);
        _shown.Items[weakest] = process;
        Show(process, weakest);
        _weakest.Raise(process);
    }

    private void Show(ProcessState process, int place)
    {
        process.Shown = true;
        process.Place = place;
        _isSorted = false;
    }

    private void Book(ProcessState process)
    {
        if (process.Shown)
        {
            process.ShownEnergy += process.Energy;
            if (process.Energy != default) process.Row = null; // Also where this interval comes to no report.
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
            if (process.Ended)
            {
                Fold(process);
                continue;
            }

            process.Place = kept;
            rows[kept++] = process;
        }

        rows[kept..].Clear();
        _shown.Resize(kept);
    }

    private void Fold(ProcessState process)
    {
        _other += process.ShownEnergy;
        process.ShownEnergy = default;
        process.Shown = false;
        process.Row = null;
        _isSorted = false;
    }
}
