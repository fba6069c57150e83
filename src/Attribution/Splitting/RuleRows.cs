using System.Collections.Immutable;
using Wattshare.Attribution.Idle;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Attribution.Splitting;

/// <summary>Makes the rows that tell which rules are used. One thread; allocates when a rule changes only.</summary>
/// <param name="split">Knows the rules for active energy.</param>
/// <param name="carriers">Knows the rules for idle energy.</param>
internal sealed class RuleRows(EnergySplit split, IdleCarriers carriers)
{
    private readonly AttributionRow?[] _rows = new AttributionRow?[Components.Count];
    private ImmutableArray<AttributionRow> _published = [];

    /// <summary>The rows of the report.</summary>
    /// <param name="measured">The components that there is energy of.</param>
    /// <returns>One row for each of them; the same array as long as no row changes.</returns>
    public ImmutableArray<AttributionRow> ToRows(ComponentSet measured)
    {
        var isChanged = false;
        foreach (var component in Components.All)
        {
            if (!measured.Contains(component)) continue;
            var (active, idle) = (split.RuleOf(component), carriers.RuleOf(component));
            ref var row = ref _rows[(int)component];
            if (row is not null && row.Active == active && row.Idle == idle) continue;
            row = new AttributionRow(component, active, idle);
            isChanged = true;
        }

        return isChanged ? _published = RowArrays.Present<AttributionRow>(_rows) : _published;
    }
}
