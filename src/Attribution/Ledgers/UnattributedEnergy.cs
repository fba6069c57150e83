using System.Collections.Immutable;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Attribution.Ledgers;

/// <summary>Energy that belongs to nobody, by reason. Only ever added to. One thread; allocates rows that changed only.</summary>
internal sealed class UnattributedEnergy
{
    private static readonly UnattributedReason[] Reasons = Enum.GetValues<UnattributedReason>();

    private readonly ComponentEnergy[] _energy = new ComponentEnergy[Reasons.Length];
    private readonly ComponentEnergy[] _interval = new ComponentEnergy[Reasons.Length];
    private readonly UnattributedRow?[] _rows = new UnattributedRow?[Reasons.Length];
    private ImmutableArray<UnattributedRow> _published = [];
    private bool _isChanged;

    /// <summary>All of it since the beginning.</summary>
    public ComponentEnergy Total
    {
        get
        {
            var total = default(ComponentEnergy);
            foreach (var energy in _energy) total += energy;
            return total;
        }
    }

    /// <summary>Begins an interval.</summary>
    public void BeginInterval()
    {
        foreach (var reason in Reasons)
        {
            if (_interval[(int)reason] == default) continue;
            _interval[(int)reason] = default;
            _rows[(int)reason] = null;
            _isChanged = true;
        }
    }

    /// <summary>Adds energy of this interval.</summary>
    /// <param name="component">The component.</param>
    /// <param name="reason">Why it belongs to nobody.</param>
    /// <param name="microjoules">The energy; 0 leaves everything as it is.</param>
    public void Add(Component component, UnattributedReason reason, long microjoules)
    {
        if (microjoules == 0) return;
        _energy[(int)reason][component] += microjoules;
        _interval[(int)reason][component] += microjoules;
        _rows[(int)reason] = null;
        _isChanged = true;
    }

    /// <summary>The rows of the report.</summary>
    /// <returns>A row for every reason that was ever used; the same array as long as no row changes.</returns>
    public ImmutableArray<UnattributedRow> ToRows()
    {
        if (!_isChanged) return _published;
        _isChanged = false;
        foreach (var reason in Reasons)
        {
            if (_rows[(int)reason] is null && _energy[(int)reason] != default)
                _rows[(int)reason] = new UnattributedRow(reason, new EnergyAmount(_energy[(int)reason], _interval[(int)reason]));
        }

        return _published = RowArrays.Present<UnattributedRow>(_rows);
    }
}
