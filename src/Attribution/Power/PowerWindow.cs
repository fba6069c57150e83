using System.Collections.Immutable;
using Wattshare.Attribution.Counters;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Attribution.Power;

/// <summary>
/// The host's power in steps finer than the sampling interval: its peak and its low over a trailing window, and its distribution. Who
/// reads the figures, and how often, changes nothing. One thread; allocates rows that changed only.
/// </summary>
internal sealed class PowerWindow
{
    private readonly ComponentPower[] _components = [.. Components.All.ToArray().Select(component => new ComponentPower(component))];
    private ImmutableArray<PowerRow> _rows = [];

    /// <summary>Takes in one reading of the zones.</summary>
    /// <param name="reading">What it added.</param>
    public void Read(in ReadingEnergy reading)
    {
        foreach (var power in _components)
        {
            var component = power.Component;
            if (reading.Broken.Contains(component)) power.Break();
            power.Add(reading.Energy[component]);
            if (reading.Whole.Contains(component)) power.Read(reading.Bracket);
        }
    }

    /// <summary>The rows of the report.</summary>
    /// <param name="measured">The components that were ever measured.</param>
    /// <param name="timestampNanoseconds">The instant of the sample.</param>
    /// <param name="elapsedNanoseconds">The length of the last interval: the window is longer by it, so that a reader who comes once a minute misses nothing.</param>
    /// <returns>A row for each measured component; the same array as long as no row changes.</returns>
    public ImmutableArray<PowerRow> ToRows(ComponentSet measured, long timestampNanoseconds, long elapsedNanoseconds)
    {
        var count = 0;
        var isChanged = false;
        foreach (var power in _components)
        {
            if (!measured.Contains(power.Component)) continue;
            isChanged |= power.Refresh(timestampNanoseconds, elapsedNanoseconds) || count >= _rows.Length || _rows[count].Component != power.Component;
            count++;
        }

        return isChanged || count != _rows.Length ? _rows = Collect(measured, count) : _rows;
    }

    private ImmutableArray<PowerRow> Collect(ComponentSet measured, int count)
    {
        var rows = new PowerRow[count];
        var next = 0;
        foreach (var power in _components)
            if (measured.Contains(power.Component)) rows[next++] = power.Row;
        return RowArrays.Freeze(rows);
    }
}
