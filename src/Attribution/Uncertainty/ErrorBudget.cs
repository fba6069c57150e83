using Wattshare.Attribution.Counters;
using Wattshare.Attribution.Model;
using Wattshare.Attribution.Reporting;
using Wattshare.Attribution.Sampling;

namespace Wattshare.Attribution.Uncertainty;

/// <summary>
/// How sure the energies of the host are, and what every interval adds to the errors of those who get parts of it (docs/accuracy.md).
/// Reads the meter and changes nothing. One thread; allocates nothing in steady state.
/// </summary>
/// <param name="rules">The relative figures.</param>
internal sealed class ErrorBudget(UncertaintyRules rules)
{
    private readonly ComponentBudget[] _components = [new(), new(), new(), new()];

    /// <summary>The relative figures.</summary>
    public UncertaintyRules Rules => rules;

    /// <summary>The standard uncertainty of the host's energy. The host is not split, so it has no error of a share.</summary>
    public EnergyUncertainty Host
    {
        get
        {
            var sum = default(EnergyUncertainty);
            for (var i = 0; i < _components.Length; i++)
                sum = sum.With((Component)i, Math.Sqrt(_components[i].Variance), _components[i].Systematic);
            return sum;
        }
    }

    /// <summary>What the last interval says about the parts of one component.</summary>
    /// <param name="component">The component.</param>
    /// <returns>The errors.</returns>
    public ComponentErrors this[Component component] => _components[(int)component].Errors;

    /// <summary>Takes in one interval.</summary>
    /// <param name="meter">The zones, after they were advanced.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="interval">The energy of the interval.</param>
    /// <param name="active">The active part of it; the rest is idle, whoever carries it.</param>
    /// <param name="timing">The times of the sample.</param>
    public void Advance(
        EnergyMeter meter, HostSample sample, in IntervalEnergy interval, in ComponentEnergy active, in SampleTiming timing)
    {
        foreach (var component in _components) component.Begin();
        foreach (var counter in meter.Counters) Read(counter, counter.BracketNanoseconds ?? sample.BracketNanoseconds);
        foreach (var component in _components) component.Systematic = component.Source;
        if (interval.Measured.Contains(Component.Platform)) Include(_components[(int)Component.Platform]);
        foreach (var component in Components.All)
            _components[(int)component].End(interval.Energy[component], active[component], component == Component.Platform, timing);
    }

    private void Read(ZoneCounter counter, long bracket)
    {
        var errors = counter.Errors;
        if (errors.Component != counter.CountsAs)
        {
            if (errors.Component is { } last) _components[(int)last].Noise += errors.Close();
            errors.Component = counter.CountsAs;
        }

        if (counter.CountsAs is not { } component) return;
        var traits = ZoneTraits.Of(counter.Zone, component, rules);
        var budget = _components[(int)component];
        budget.Noise += errors.Advance(counter.Interval, traits, bracket);
        budget.IntervalSource += traits.Relative * counter.Interval.Microjoules;
        budget.Source += traits.Relative * counter.Interval.Microjoules;
    }

    /// <summary>The platform is the difference of the whole machine to the processor and the memory: it has the errors of all three.</summary>
    private void Include(ComponentBudget platform)
    {
        var (cpu, dram) = (_components[(int)Component.Cpu], _components[(int)Component.Dram]);
        platform.Noise = platform.Noise + cpu.Noise + dram.Noise;
        platform.Systematic = Math.Sqrt((platform.Source * platform.Source) + (cpu.Source * cpu.Source) + (dram.Source * dram.Source));
    }
}
