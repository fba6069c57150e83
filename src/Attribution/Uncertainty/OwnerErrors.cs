using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;

namespace Wattshare.Attribution.Uncertainty;

/// <summary>The errors of the energy of one virtual machine or container. One thread.</summary>
internal sealed class OwnerErrors
{
    private readonly PartErrors[] _parts = new PartErrors[Components.Count];

    /// <summary>True while an interval without energy would still close something.</summary>
    public bool IsOpen
    {
        get
        {
            foreach (ref readonly var part in _parts.AsSpan())
                if (part.IsOpen) return true;
            return false;
        }
    }

    /// <summary>Adds one interval.</summary>
    /// <param name="budget">What it says about every component.</param>
    /// <param name="active">The active energy of the interval.</param>
    /// <param name="idle">The idle energy of the interval.</param>
    /// <param name="coarseReadings">How many processes' CPU times in ticks the active energy depends on.</param>
    /// <returns>True when the errors may have changed.</returns>
    public bool Advance(ErrorBudget budget, in ComponentEnergy active, in ComponentEnergy idle, int coarseReadings)
    {
        var changed = false;
        for (var i = 0; i < _parts.Length; i++)
            changed |= _parts[i].Advance(budget[(Component)i], budget.Rules, active[(Component)i], idle[(Component)i], coarseReadings);
        return changed;
    }

    /// <summary>Takes over the errors of an owner that is given up.</summary>
    /// <param name="retired">Its errors.</param>
    public void Add(OwnerErrors retired)
    {
        for (var i = 0; i < _parts.Length; i++) _parts[i].Add(retired._parts[i]);
    }

    /// <summary>The standard uncertainty.</summary>
    /// <returns>One standard deviation by component, random and systematic.</returns>
    public EnergyUncertainty ToUncertainty()
    {
        var sum = default(EnergyUncertainty);
        for (var i = 0; i < _parts.Length; i++) sum = sum.With((Component)i, _parts[i].Random, _parts[i].Systematic);
        return sum;
    }
}
