using Wattshare.Attribution.Model;

namespace Wattshare.Attribution.Reporting;

/// <summary>
/// How far a cumulative energy may be off: one standard deviation, in microjoules, by component. The two parts are independent: together
/// they are the root of the sum of their squares. Errors of parts of one whole depend on each other: do not add them up.
/// </summary>
/// <param name="Random">From the steps and the timing of readings; hardly grows with time.</param>
/// <param name="Systematic">From what the source, the idle floor and the rule of the split may have wrong all the time; grows with the energy.</param>
public readonly record struct EnergyUncertainty(ComponentEnergy Random, ComponentEnergy Systematic)
{
    /// <summary>The same with other figures for one component.</summary>
    /// <param name="component">The component.</param>
    /// <param name="random">The random part in microjoules.</param>
    /// <param name="systematic">The systematic part in microjoules.</param>
    /// <returns>A new value, in whole microjoules.</returns>
    public EnergyUncertainty With(Component component, double random, double systematic)
    {
        var (randoms, systematics) = (Random, Systematic);
        randoms[component] = (long)Math.Round(random);
        systematics[component] = (long)Math.Round(systematic);
        return new EnergyUncertainty(randoms, systematics);
    }

    /// <summary>The uncertainty of the sum of two energies: random parts independent, systematic parts in the same direction.</summary>
    /// <param name="left">One energy's.</param>
    /// <param name="right">The other's.</param>
    /// <returns>That of the sum.</returns>
    public static EnergyUncertainty Combine(in EnergyUncertainty left, in EnergyUncertainty right)
    {
        var sum = left;
        for (var i = 0; i < Components.Count; i++)
        {
            var component = (Component)i;
            var (one, other) = ((double)left.Random[component], (double)right.Random[component]);
            sum = sum.With(component, Math.Sqrt((one * one) + (other * other)), (double)left.Systematic[component] + right.Systematic[component]);
        }

        return sum;
    }
}
