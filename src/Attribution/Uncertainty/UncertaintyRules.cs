namespace Wattshare.Attribution.Uncertainty;

/// <summary>
/// What is not known better than by experience, type B in the words of the GUM (JCGM 100:2008, 4.3): first of all relative standard
/// uncertainties (one standard deviation; 0.03 is 3 %). Each acts in one direction for as long as the machine runs, so it grows with the
/// energy and no number of samples makes it smaller. The sources of the defaults are in docs/accuracy.md. Immutable.
/// </summary>
public sealed record UncertaintyRules
{
    /// <summary>
    /// How often hardware renews the registers of energy counters, in nanoseconds: RAPL about every millisecond (measurement notes, 2.5).
    /// </summary>
    public long UpdateNanoseconds { get; init; } = 1_000_000;

    /// <summary>Energy counters of packages that measure.</summary>
    public double Package { get; init; } = 0.03;

    /// <summary>Energy counters of packages that estimate from events, as those of AMD do.</summary>
    public double EstimatedPackage { get; init; } = 0.05;

    /// <summary>Energy counters of memory.</summary>
    public double Dram { get; init; } = 0.05;

    /// <summary>Energy counters of the whole machine: what is inside differs between makers.</summary>
    public double Platform { get; init; } = 0.10;

    /// <summary>Energy counters of graphics and accelerator boards.</summary>
    public double Gpu { get; init; } = 0.05;

    /// <summary>Measured power, integrated over time.</summary>
    public double Integrated { get; init; } = 0.05;

    /// <summary>A formula over utilisation with figures of the machine.</summary>
    public double Model { get; init; } = 0.30;

    /// <summary>A formula over utilisation with the figures of an average machine.</summary>
    public double GuessedModel { get; init; } = 0.60;

    /// <summary>The energy that a host publishes for a virtual machine, where it does not tell how sure it is.</summary>
    public double VmShare { get; init; } = 0.11;

    /// <summary>
    /// That CPU time is the measure of use: the error of the active energy of somebody whose share is small. Nobody's who used all of it.
    /// </summary>
    public double ShareModel { get; init; } = 0.10;

    /// <summary>The idle floor: what it is too high is missing in the active energy, and the other way round.</summary>
    public double IdleFloor { get; init; } = 0.10;
}
